package dev.tocsin.notify.kafka;

import dev.tocsin.notify.reach.OutputTls;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Secures connections to brokers as the output's object says. Kafka makes it by its class, so what
 * it needs is among the settings.
 */
public final class TlsEngines implements SslEngineFactory {
  /** The setting with what an engine is made of. */
  static final String MADE_OF = "tocsin.tls";

  /**
   * @param context with the certificate of its Secret as it was read last
   * @param names whose name a certificate must have
   */
  record MadeOf(SSLContext context, OutputTls names) {}

  private @Nullable MadeOf madeOf;

  @Override
  public void configure(Map<String, ?> settings) {
    madeOf = (MadeOf) settings.get(MADE_OF);
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
    if (madeOf == null) {
      throw new IllegalStateException("an engine of TLS was asked for before there were settings");
    }
    SSLEngine engine = madeOf.context.createSSLEngine(madeOf.names.nameFor(host), port);
    engine.setUseClientMode(true);
    engine.setSSLParameters(madeOf.names.checking(host));
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("it is a client's");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> settings) {
    return false; // a new certificate makes a new producer
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {}
}
