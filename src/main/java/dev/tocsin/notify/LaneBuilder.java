package dev.tocsin.notify;

import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Alertmanager;
import dev.tocsin.api.v1alpha1.AlertTransition;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.api.v1alpha1.Timestamps;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the lane of an output from its object. */
final class LaneBuilder {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PER_MINUTE = 300;
  private static final Set<Transition> USUAL =
      EnumSet.of(Transition.OPENED, Transition.ESCALATED, Transition.CLOSED);

  private final KubernetesClient client;
  private final String systemNamespace;
  private final AddressRule tenants;
  private final HttpCalls.Resolver resolver;
  private final LaneContext context;
  private final RandomGenerator random;

  /**
   * @param tenants what outputs outside the system namespace may reach
   */
  LaneBuilder(
      KubernetesClient client,
      String systemNamespace,
      AddressRule tenants,
      HttpCalls.Resolver resolver,
      LaneContext context,
      RandomGenerator random) {
    this.client = client;
    this.systemNamespace = systemNamespace;
    this.tenants = tenants;
    this.resolver = resolver;
    this.context = context;
    this.random = random;
  }

  Lane build(AlertOutput output, Progress progress) throws UnusableOutputException {
    AlertOutputSpec spec = output.getSpec();
    String namespace = output.getMetadata().getNamespace();
    boolean ofSystem = namespace.equals(systemNamespace);
    AlertSelection selection = AlertSelection.of(spec, ofSystem ? "" : namespace);
    HttpCalls.Settings http =
        new HttpCalls.Settings(
            timeout(spec.timeout()),
            trust(spec.tls()),
            spec.tls() == null || spec.tls().serverName() == null ? "" : spec.tls().serverName(),
            ofSystem ? AddressRule.unrestricted() : tenants);
    Secrets secrets = Secrets.of(client, namespace, context.clock());
    if (spec.webhook() != null) {
      return new QueueLane(
          context,
          wanted(spec.events()),
          Timestamps.parse(output.getMetadata().getCreationTimestamp()),
          selection,
          new WebhookDestination(spec.webhook(), calls(http), secrets, context.clock()),
          pace(spec),
          progress);
    }
    Alertmanager alertmanager = spec.alertmanager();
    if (alertmanager != null) {
      return new StateLane(
          context, selection, instances(spec, alertmanager, http, secrets), pace(spec), progress);
    }
    throw new UnusableOutputException("NoDestination", "it has no destination of this version");
  }

  private List<AlertmanagerInstance> instances(
      AlertOutputSpec spec, Alertmanager alertmanager, HttpCalls.Settings http, Secrets secrets) {
    return alertmanager.urls().stream()
        .map(url -> new AlertmanagerInstance(url, alertmanager, calls(http), secrets, pace(spec)))
        .toList();
  }

  private HttpCalls calls(HttpCalls.Settings http) {
    return new HttpCalls(http, resolver, context.clock());
  }

  private SendPace pace(AlertOutputSpec spec) {
    int perMinute = spec.requestsPerMinute() == null ? PER_MINUTE : spec.requestsPerMinute();
    return new SendPace(Math.max(1, perMinute), random);
  }

  private static Duration timeout(@Nullable String text) throws UnusableOutputException {
    try {
      return text == null ? TIMEOUT : GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableOutputException("InvalidTimeout", "spec.timeout: " + e.getMessage());
    }
  }

  private static Set<Transition> wanted(List<AlertTransition> events) {
    Set<Transition> wanted = EnumSet.noneOf(Transition.class);
    for (AlertTransition each : events) {
      switch (each) {
        case OPENED -> wanted.add(Transition.OPENED);
        case ESCALATED -> wanted.add(Transition.ESCALATED);
        case CHANGED -> wanted.add(Transition.CHANGED);
        case CLOSED -> wanted.add(Transition.CLOSED);
        case UNKNOWN -> {
          // of a newer version; what is known is sent
        }
      }
    }
    return events.isEmpty() ? USUAL : wanted;
  }

  /** Null for the JDK's authorities. */
  private static @Nullable SSLContext trust(AlertOutputSpec.@Nullable Tls tls)
      throws UnusableOutputException {
    if (tls == null || tls.caBundle() == null) {
      return null;
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(tls.caBundle().getBytes(StandardCharsets.UTF_8)))) {
        store.setCertificateEntry("authority " + store.size(), each);
      }
      if (store.size() == 0) {
        throw new UnusableOutputException(
            "InvalidAuthorities", "spec.tls.caBundle holds no certificate");
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new UnusableOutputException(
          "InvalidAuthorities", "spec.tls.caBundle is not certificates in PEM: " + e.getMessage());
    }
  }
}
