/**
 * Writes alerts: {@code SecurityAlert} objects, and Kubernetes Events that announce them.
 *
 * <p>Knows alerts, the API types and Fabric8; decides nothing about what is written when, that is
 * the alert package's. Start reading at {@link dev.tocsin.sink.KubernetesAlertStore}; {@link
 * dev.tocsin.sink.SecurityAlerts} is what an alert looks like as an object.
 */
@NullMarked
package dev.tocsin.sink;

import org.jspecify.annotations.NullMarked;
