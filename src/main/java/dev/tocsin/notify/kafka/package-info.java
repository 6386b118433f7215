/**
 * Sends alerts to topics of Apache Kafka. Nothing of its library is loaded before an output names
 * one.
 *
 * <p>Start reading at {@link dev.tocsin.notify.kafka.KafkaDestination}.
 */
@NullMarked
package dev.tocsin.notify.kafka;

import org.jspecify.annotations.NullMarked;
