package dev.tocsin.notify.kafka;

import dev.tocsin.api.v1alpha1.KafkaOutput;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;

/**
 * What a producer is made with; equal as long as no Secret was replaced.
 *
 * @param tls null where connections are not secured
 * @param password null where it does not authenticate by one
 */
record ProducerSettings(@Nullable SSLContext tls, @Nullable String password) {

  static ProducerSettings of(KafkaOutput output, HttpCalls.Settings connection, Secrets secrets)
      throws UnreadableSecretException {
    KafkaOutput.Sasl sasl = output.sasl();
    return new ProducerSettings(
        output.protocol() == KafkaOutput.Protocol.PLAINTEXT ? null : connection.tls().context(),
        sasl == null ? null : secrets.value(sasl.password()));
  }

  /** In Kafka's words. */
  Map<String, Object> properties(KafkaOutput output, HttpCalls.Settings connection) {
    int timeout = (int) connection.timeout().toMillis();
    int connect = (int) HttpCalls.CONNECT.toMillis();
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", output.brokers()));
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "tocsin");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(connect, timeout));
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    properties.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, connect);
    properties.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, connect);
    properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    String protocol = tls == null ? "PLAINTEXT" : "SSL";
    if (tls != null) {
      properties.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, TlsEngines.class);
      properties.put(TlsEngines.MADE_OF, new TlsEngines.MadeOf(tls, connection.tls()));
    }
    KafkaOutput.Sasl sasl = output.sasl();
    if (sasl != null) {
      protocol = "SASL_" + protocol;
      properties.put(SaslConfigs.SASL_MECHANISM, mechanism(sasl));
      properties.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(login(sasl)));
    }
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
    return properties;
  }

  private static String mechanism(KafkaOutput.Sasl sasl) {
    return switch (sasl.mechanism()) {
      case PLAIN -> "PLAIN";
      case SCRAM_SHA_256 -> "SCRAM-SHA-256";
      case SCRAM_SHA_512, UNKNOWN -> "SCRAM-SHA-512";
    };
  }

  private String login(KafkaOutput.Sasl sasl) {
    Class<?> module =
        sasl.mechanism() == KafkaOutput.Mechanism.PLAIN
            ? PlainLoginModule.class
            : ScramLoginModule.class;
    return "%s required username=%s password=%s;"
        .formatted(
            module.getName(),
            quoted(sasl.username()),
            quoted(Objects.requireNonNull(password, "read with spec.kafka.sasl")));
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
