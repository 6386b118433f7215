package dev.tocsin.identity;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.tocsin.kubernetes.ApiRequests;
import dev.tocsin.log.LogObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates that the operator makes itself. Keys are kept in a Secret that all replicas share;
 * what is to be trusted is published in a ConfigMap, for sensors to mount and for webhooks.
 *
 * <p>Replicas agree by resource versions: of two that write at once, one gets a conflict and takes
 * what the other wrote. The ConfigMap is read before the Secret and written after it: then a
 * replica that was stopped in between cannot put back what was published before.
 */
public final class SelfManagedAuthority implements CertificateSource {

  /** The ConfigMap's key. */
  public static final String BUNDLE_KEY = "ca.crt";

  private static final Logger LOG = LoggerFactory.getLogger(SelfManagedAuthority.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 10;
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/managed-by", "tocsin");

  private final KubernetesClient client;
  private final Settings settings;
  private final InstantSource clock;
  private volatile String bundle = "";

  /**
   * Where it is kept and whom it is for.
   *
   * @param dnsNames of the services that show the certificate
   */
  public record Settings(String namespace, String secret, String configMap, List<String> dnsNames) {

    /** The names by which a Service is called inside the cluster, to be put together. */
    public static List<String> namesOf(String service, String namespace) {
      String qualified = service + "." + namespace;
      return List.of(service, qualified, qualified + ".svc", qualified + ".svc.cluster.local");
    }
  }

  /**
   * @param client may read and write the two objects; stays open
   */
  public SelfManagedAuthority(KubernetesClient client, Settings settings, InstantSource clock) {
    this.client = ApiRequests.limited(client, TIMEOUT);
    this.settings = settings;
    this.clock = clock;
  }

  /** What is to be trusted, in PEM; {@code ""} before the first certificate was made. */
  public String bundle() {
    return bundle;
  }

  /** Does what is due: makes, publishes, rotates. */
  @Override
  public Credential current() throws UnusableCertificateException {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Credential serving = agree();
        if (serving != null) {
          return serving;
        }
      }
      throw new UnusableCertificateException(
          "Secret %s/%s changes all the time".formatted(settings.namespace(), settings.secret()));
    } catch (KubernetesClientException e) {
      throw new UnusableCertificateException(
          "Secret %s/%s and ConfigMap %s cannot be read or written: %s"
              .formatted(
                  settings.namespace(),
                  settings.secret(),
                  settings.configMap(),
                  ApiRequests.error(e)),
          e);
    }
  }

  /** Null when something was written and there is to be another look. */
  private @Nullable Credential agree() throws UnusableCertificateException {
    ConfigMap map =
        client.configMaps().inNamespace(settings.namespace()).withName(settings.configMap()).get();
    Secret secret =
        client.secrets().inNamespace(settings.namespace()).withName(settings.secret()).get();
    if (secret == null) {
      new LogObject("Secret", settings.namespace(), settings.secret())
          .in(LOG.atInfo())
          .log("making a certificate authority in Secret {}", settings.secret());
      write(secret(null, AuthorityState.begin(settings.dnsNames(), clock.instant())));
      return null;
    }
    AuthorityState before = AuthoritySecret.state(secret);
    AuthorityState state = before.advance(settings.dnsNames(), clock.instant(), published(map));
    if (state != before) {
      write(secret(secret, state));
      return null;
    }
    String text = Pem.text(state.bundle());
    if (map == null || map.getData() == null || !text.equals(map.getData().get(BUNDLE_KEY))) {
      new LogObject("ConfigMap", settings.namespace(), settings.configMap())
          .in(LOG.atInfo())
          .log(
              "publishing {} authorities in ConfigMap {}",
              state.bundle().size(),
              settings.configMap());
      write(configMap(map, text));
      return null;
    }
    bundle = text;
    return state.serving();
  }

  private static List<X509Certificate> published(@Nullable ConfigMap map) {
    String text =
        map == null || map.getData() == null ? "" : map.getData().getOrDefault(BUNDLE_KEY, "");
    try {
      return Pem.certificates(text, "ConfigMap");
    } catch (UnusableCertificateException e) {
      // Nothing of use is published; it is written again in a moment.
      return List.of();
    }
  }

  private Secret secret(@Nullable Secret read, AuthorityState state) {
    return (read == null
            ? new SecretBuilder()
                .withNewMetadata()
                .withNamespace(settings.namespace())
                .withName(settings.secret())
                .withLabels(LABELS)
                .endMetadata()
            : new SecretBuilder(read))
        .withData(AuthoritySecret.data(state))
        .build();
  }

  private ConfigMap configMap(@Nullable ConfigMap read, String text) {
    return (read == null
            ? new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(settings.namespace())
                .withName(settings.configMap())
                .withLabels(LABELS)
                .endMetadata()
            : new ConfigMapBuilder(read))
        .addToData(BUNDLE_KEY, text)
        .build();
  }

  /** A conflict means that another replica was faster: there is another look in any case. */
  private void write(HasMetadata object) {
    String version = object.getMetadata().getResourceVersion();
    try {
      if (version == null) {
        client.resource(object).create();
      } else {
        client.resource(object).lockResourceVersion(version).update();
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_CONFLICT) {
        throw e;
      }
    }
  }
}
