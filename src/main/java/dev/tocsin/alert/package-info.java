/**
 * Findings to alerts: identity, aggregation, caps, the pace of writing, expiry.
 *
 * <p>An {@link dev.tocsin.alert.Aggregator} takes findings and keeps every alert in memory; one
 * {@link dev.tocsin.alert.AlertWriter} carries what is not written yet to an {@link
 * dev.tocsin.alert.AlertStore}, under a {@link dev.tocsin.alert.Governor}. What an alert is called
 * is decided in {@link dev.tocsin.alert.AlertName}, how many there may be in {@link
 * dev.tocsin.alert.Caps}, which is written next in {@link dev.tocsin.alert.Turns}.
 *
 * <p>Knows events and the engine's findings; nothing of Kubernetes or gRPC. Start reading at {@link
 * dev.tocsin.alert.Aggregator}, then {@link dev.tocsin.alert.AlertState} and {@link
 * dev.tocsin.alert.Ledger}.
 */
@NullMarked
package dev.tocsin.alert;

import org.jspecify.annotations.NullMarked;
