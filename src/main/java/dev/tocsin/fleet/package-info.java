/**
 * What the operator knows about all nodes, from the reports of their sensors: which are blind or
 * silent, what they count and what they lose.
 *
 * <p>Start reading at {@link NodeRegistry}; {@link SensorIntake} is where the reports come in.
 */
@NullMarked
package dev.tocsin.fleet;

import org.jspecify.annotations.NullMarked;
