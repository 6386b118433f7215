package dev.tocsin.admission;

import dev.tocsin.log.LogObject;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Keeps the {@code caBundle} of the webhook's configuration as the authority is now, so that
 * whoever installs it need not know a certificate that is made at run time.
 */
public final class WebhookTrust implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookTrust.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String name;
  private final Supplier<String> bundle;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("webhook CA").daemon().factory());
  private volatile String problem = "";

  /**
   * @param client may get and update the configuration; stays open
   * @param name of the ValidatingWebhookConfiguration; where there is none, nothing is done
   * @param bundle PEM certificates
   */
  public WebhookTrust(KubernetesClient client, String name, Supplier<String> bundle) {
    this.client = client;
    this.name = name;
    this.bundle = bundle;
  }

  /** Looks now and then from now on; any number of replicas may. */
  public void start() {
    timer.scheduleWithFixedDelay(this::check, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why it could not be written at the last attempt; {@code ""} if it could, or need not. */
  public String problem() {
    return problem;
  }

  private void check() {
    try {
      write();
      problem = "";
    } catch (KubernetesClientException e) {
      if (timer.isShutdown() || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return; // interrupted; or another was first, and the next look will show
      }
      if (problem.isEmpty()) {
        about(LOG.atWarn())
            .log("the webhook configuration {} cannot be updated: {}", name, e.getMessage());
      }
      problem = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      // the timer would never call again
      about(LOG.atError()).setCause(e).log("the webhook configuration {} cannot be updated", name);
      problem = e.toString();
    }
  }

  private void write() {
    var configurations = client.admissionRegistration().v1().validatingWebhookConfigurations();
    ValidatingWebhookConfiguration stored = configurations.withName(name).get();
    if (stored == null) {
      return;
    }
    String wanted =
        Base64.getEncoder().encodeToString(bundle.get().getBytes(StandardCharsets.UTF_8));
    boolean changed = false;
    for (ValidatingWebhook webhook : stored.getWebhooks()) {
      if (!wanted.equals(webhook.getClientConfig().getCaBundle())) {
        webhook.getClientConfig().setCaBundle(wanted);
        changed = true;
      }
    }
    if (changed) {
      configurations.resource(stored).update(); // fails when it was changed in between
      about(LOG.atInfo()).log("the API server trusts the webhook's certificate, through {}", name);
    }
  }

  private LoggingEventBuilder about(LoggingEventBuilder line) {
    return new LogObject("ValidatingWebhookConfiguration", "", name).in(line);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
