package dev.tocsin.notify.kafka;

import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a failure of Kafka's client means for a delivery. The words are ours: those of a broker are
 * a stranger's.
 */
final class KafkaAnswers {
  private KafkaAnswers() {}

  static ReceiverAnswer of(Throwable failure) {
    return switch (failure) {
      case Error defect -> throw defect; // ours
      case RecordTooLargeException _ ->
          new ReceiverAnswer.TooLarge("the record is larger than the topic takes");
      case InvalidRecordException _, PolicyViolationException _ ->
          new ReceiverAnswer.Refused("the broker refused the record");
      case SslAuthenticationException tls -> new ReceiverAnswer.Retry(tls(tls), null);
      case AuthenticationException _ ->
          new ReceiverAnswer.Unhealthy("the broker refused user, password or mechanism");
      case AuthorizationException _ ->
          new ReceiverAnswer.Unhealthy("the user may not write to the topic");
      case UnknownTopicOrPartitionException _ ->
          new ReceiverAnswer.Unhealthy("the topic is not there");
      case InvalidTopicException _ -> new ReceiverAnswer.Unhealthy("the topic's name is not valid");
      case UnsupportedVersionException _ ->
          new ReceiverAnswer.Unhealthy("the broker is too old: Kafka 2.1 is the oldest");
      case NotEnoughReplicasException _, NotEnoughReplicasAfterAppendException _ ->
          new ReceiverAnswer.Retry("too few replicas of the topic are in sync", null);
      // what it waited for: the topic, whose brokers it asks for
      case TimeoutException late when late.getCause() != null -> of(late.getCause());
      case TimeoutException _ -> new ReceiverAnswer.Retry("no broker answered in time", null);
      case ConfigException _ ->
          new ReceiverAnswer.Retry("the brokers' names do not resolve, or a port is none", null);
      // one that says no more than what it is about
      case KafkaException about
          when about.getClass() == KafkaException.class && about.getCause() != null ->
          of(about.getCause());
      default ->
          new ReceiverAnswer.Retry(
              "the broker did not take it: " + Errors.forException(failure).name(), null);
    };
  }

  private static String tls(SslAuthenticationException failure) {
    return failure.getCause() instanceof SSLException cause
        ? "TLS: " + OutputTls.reason(cause)
        : "TLS: no connection could be secured";
  }
}
