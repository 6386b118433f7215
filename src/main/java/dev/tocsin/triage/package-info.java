/**
 * Alerts in the hands of people: finding them in a cluster, following them, deciding on them. Reads
 * {@code SecurityAlerts} and writes their {@code spec.triage}, {@code AlertSilences} of single
 * alerts, and the annotation that asks for a test of an output, with the rights of who asks. Start
 * reading at {@link AlertBoard}.
 */
@NullMarked
package dev.tocsin.triage;

import org.jspecify.annotations.NullMarked;
