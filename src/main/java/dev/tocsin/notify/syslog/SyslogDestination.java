package dev.tocsin.notify.syslog;

import dev.tocsin.api.v1alpha1.SyslogOutput;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.SyslogMessage;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import dev.tocsin.notify.receiver.Destination;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * A receiver of syslog, RFC 5424, which answers nothing: taken is what was written to its
 * connection. No connection, one that breaks, a receiver that reads nothing and a certificate that
 * is refused are tried again.
 */
public final class SyslogDestination implements Destination {
  private static final int MOST = 20;
  private static final int TLS_PORT = 6514;
  private static final int PLAIN_PORT = 514;

  /** Reserved for examples by RFC 5612. */
  private static final long ENTERPRISE = 32473;

  private final SyslogOutput settings;
  private final SyslogTransport transport;
  private final OutputTls tls;
  private final Secrets secrets;
  private final InstantSource clock;

  public SyslogDestination(
      SyslogOutput settings,
      HttpCalls.Settings connection,
      HttpCalls.Resolver resolver,
      Secrets secrets,
      InstantSource clock) {
    this.settings = settings;
    this.transport = transport(settings, connection, resolver, clock);
    this.tls = connection.tls();
    this.secrets = secrets;
    this.clock = clock;
  }

  private static SyslogTransport transport(
      SyslogOutput settings,
      HttpCalls.Settings connection,
      HttpCalls.Resolver resolver,
      InstantSource clock) {
    return switch (Objects.requireNonNullElse(settings.protocol(), SyslogOutput.Protocol.TLS)) {
      case UDP ->
          new SyslogDatagrams(
              settings.host(), port(settings, PLAIN_PORT), connection.addresses(), resolver);
      case TCP -> stream(settings, PLAIN_PORT, false, connection, resolver, clock);
      case TLS, UNKNOWN -> stream(settings, TLS_PORT, true, connection, resolver, clock);
    };
  }

  private static SyslogStream stream(
      SyslogOutput settings,
      int usualPort,
      boolean secured,
      HttpCalls.Settings connection,
      HttpCalls.Resolver resolver,
      InstantSource clock) {
    return new SyslogStream(
        new SyslogConnector(
            settings.host(), port(settings, usualPort), secured, connection, resolver),
        connection.timeout(),
        clock);
  }

  private static int port(SyslogOutput settings, int usual) {
    return Objects.requireNonNullElse(settings.port(), usual);
  }

  @Override
  public void readSecrets() throws UnreadableSecretException {
    tls.context();
  }

  @Override
  public int most() {
    return MOST;
  }

  @Override
  public ReceiverAnswer deliver(List<Message> messages, boolean brief) throws InterruptedException {
    Instant now = clock.instant();
    return transport.send(messages.stream().map(each -> line(each, now)).toList());
  }

  private byte[] line(Message message, Instant now) {
    long enterprise = Objects.requireNonNullElse(settings.enterpriseNumber(), ENTERPRISE);
    return settings.format() == SyslogOutput.Format.CEF
        ? SyslogMessage.cef(message, enterprise, now)
        : SyslogMessage.json(message, enterprise, now);
  }

  @Override
  public void forgetSecrets() {
    secrets.forget();
  }

  @Override
  public void close() {
    transport.close();
  }
}
