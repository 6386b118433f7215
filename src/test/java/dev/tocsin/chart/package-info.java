/**
 * What is shipped to be installed: the Helm chart and the kustomization, held to the files that
 * they are made from, rendered for many values, and installed on real control planes. Start reading
 * at {@link ChartFiles} (what of the chart is generated) and {@link LifecycleTest}.
 */
@NullMarked
package dev.tocsin.chart;

import org.jspecify.annotations.NullMarked;
