package dev.tocsin.app;

import dev.tocsin.admission.WebhookServer;
import dev.tocsin.admission.WebhookTrust;
import dev.tocsin.alert.FencedStore.Fence;
import dev.tocsin.election.Election;
import dev.tocsin.election.Leadership;
import dev.tocsin.identity.CertificateFiles;
import dev.tocsin.identity.CertificateSource;
import dev.tocsin.identity.SelfManagedAuthority;
import dev.tocsin.identity.ServingCertificate;
import dev.tocsin.identity.TokenReviews;
import dev.tocsin.identity.UnusableCertificateException;
import dev.tocsin.kubernetes.ClusterAccess;
import dev.tocsin.retry.Backoff;
import dev.tocsin.telemetry.Health;
import dev.tocsin.telemetry.Health.CheckResult;
import dev.tocsin.telemetry.Meters;
import dev.tocsin.telemetry.TelemetryServer;
import dev.tocsin.transport.server.Authenticator;
import dev.tocsin.transport.server.SensorServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control process: what {@code tocsin operator} is. All replicas listen; the one that leads
 * takes what sensors report.
 *
 * <p>A replica leads once in its life: one that loses the lead ends, and is started again as a
 * follower that knows nothing.
 */
public final class OperatorProcess implements Running {
  private static final Logger log = LoggerFactory.getLogger(OperatorProcess.class);

  /** Names of the Lease, and the beginning of those of the Secret and the ConfigMap. */
  private static final String NAME = "tocsin-operator";

  private static final String AUDIENCE = "tocsin";
  private static final Duration CERTIFICATE_INTERVAL = Duration.ofMinutes(1);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(15);

  private final LifeCycle life = new LifeCycle();
  private final OperatorSettings settings;
  private final InstantSource clock;
  private final KubernetesClient client;
  private final CertificateSource certificates;
  private final Authenticator authenticator;
  private final Election election;
  private final Lead lead;
  private final Meters meters = new Meters();
  private final TransportInstruments transport = new TransportInstruments(meters);
  private final TelemetryServer telemetry;
  private volatile @Nullable ServingCertificate certificate;
  private volatile @Nullable SensorServer server;
  private volatile @Nullable WebhookServer webhook;
  private volatile @Nullable WebhookTrust webhookTrust;

  /**
   * What a replica works with: an API server, or what stands for one.
   *
   * @param client is closed at the end
   * @param authenticator says which node a sensor's token speaks for
   */
  record Surroundings(
      KubernetesClient client, Authenticator authenticator, Elections elections, Leads leads) {}

  /** Makes the election that this replica takes part in. */
  interface Elections {
    Election of(Leadership.Listener listener);
  }

  /** Makes what a replica does once it is elected. */
  interface Leads {
    Lead of(Fence fence, Consumer<Throwable> onFailure);
  }

  OperatorProcess(OperatorSettings settings, Surroundings surroundings, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    client = surroundings.client();
    certificates = certificates();
    authenticator = surroundings.authenticator();
    election =
        surroundings
            .elections()
            .of(new ElectionResult(new Replica(), settings.instance().name(), life));
    lead = surroundings.leads().of(election::mayWrite, life::fail);

    transport.election(election);
    Instruments instruments = new Instruments(meters);
    instruments.version(settings.instance().version());
    lead.show(instruments, transport);
    telemetry = TelemetryServer.start(settings.instance().http(), meters, health());
    instruments.telemetry(telemetry);
  }

  /**
   * Starts everything; returns when sensors are listened to, though another replica may lead.
   *
   * @throws IOException when an address cannot be bound
   * @throws InterruptedException when the wait for a certificate is interrupted
   */
  public static OperatorProcess start(OperatorSettings settings)
      throws IOException, InterruptedException {
    KubernetesClient client = ClusterAccess.open();
    InstantSource clock = Clock.systemUTC();
    String namespace = settings.instance().systemNamespace();
    TokenReviews reviews =
        new TokenReviews(
            client,
            new TokenReviews.Account(namespace, settings.sensors().account()),
            AUDIENCE,
            clock);
    Leadership.Settings election =
        Leadership.Settings.defaults(namespace, NAME, settings.instance().name());
    OperatorProcess operator =
        new OperatorProcess(
            settings,
            new Surroundings(
                client,
                reviews,
                listener -> new Leadership(client, election, listener, clock),
                (fence, onFailure) -> Lead.of(settings, client, fence, clock, onFailure)),
            clock);
    operator.transport.reviews(reviews);
    try {
      operator.start();
    } catch (IOException | InterruptedException | RuntimeException e) {
      operator.close();
      throw e;
    }
    return operator;
  }

  void start() throws IOException, InterruptedException {
    log.info("serving {}/metrics, /livez and /readyz", telemetry.url());
    ServingCertificate shown = firstCertificate();
    certificate = shown;
    SensorServer sensors =
        new SensorServer(
            SensorServer.Settings.defaults(
                settings.sensors().address(), settings.instance().version()),
            shown.keyManager(),
            authenticator,
            lead.policies(),
            lead.intake(),
            clock);
    transport.sensors(sensors);
    sensors.start();
    server = sensors;
    log.info("listening for sensors on port {}", sensors.port());
    if (settings.webhook().isPresent()) {
      startWebhook(settings.webhook().get(), shown);
    }
    life.phase(""); // before the election, which has phases of its own
    election.start();
  }

  private void startWebhook(OperatorSettings.Webhook wanted, ServingCertificate shown)
      throws IOException {
    WebhookServer started =
        WebhookServer.start(
            wanted.address(), shown.keyManager(), settings.instance().systemNamespace(), clock);
    webhook = started;
    transport.webhook(started);
    log.info("serving the admission webhook on port {}", started.port());
    if (certificates instanceof SelfManagedAuthority own) {
      WebhookTrust trust = new WebhookTrust(client, wanted.configuration(), own::bundle);
      webhookTrust = trust;
      trust.start();
    }
  }

  /** Waits for the API server, where the certificate is kept, as long as it takes. */
  private ServingCertificate firstCertificate() throws InterruptedException {
    Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, RandomGenerator.getDefault());
    while (true) {
      try {
        return ServingCertificate.start(certificates, CERTIFICATE_INTERVAL);
      } catch (UnusableCertificateException e) {
        String waiting = "no serving certificate yet: " + e.getMessage();
        life.phase(waiting);
        log.warn(waiting);
        Thread.sleep(backoff.next());
      }
    }
  }

  private CertificateSource certificates() {
    return settings
        .certificate()
        .<CertificateSource>map(given -> new CertificateFiles(given.chain(), given.key()))
        .orElseGet(
            () ->
                new SelfManagedAuthority(
                    client,
                    new SelfManagedAuthority.Settings(
                        settings.instance().systemNamespace(),
                        NAME + "-tls",
                        NAME + "-ca",
                        SelfManagedAuthority.Settings.namesOf(
                            settings.sensors().service(), settings.instance().systemNamespace())),
                    clock));
  }

  @Override
  public Optional<Throwable> awaitStop() throws InterruptedException {
    return life.awaitStop();
  }

  private Health health() {
    Health health = life.health("operation");
    health.ready("lease", () -> CheckResult.of(election.problem(), "led by " + election.leader()));
    health.ready(
        "certificate", () -> informative(certificate == null ? "" : certificate.problem()));
    health.ready("webhook", () -> informative(webhookTrust == null ? "" : webhookTrust.problem()));
    health.ready("nodes", () -> informative(lead.problem()));
    return health;
  }

  /** What does not keep sensors from reporting, and is worth knowing. */
  private static CheckResult informative(String problem) {
    return CheckResult.ok(problem.isEmpty() ? "up to date" : problem);
  }

  /**
   * Takes nothing in any more, writes what was taken, and lets another replica lead; false when
   * that was done before.
   */
  @Override
  public boolean stop() {
    if (!life.beginStop()) {
      return false;
    }
    if (server != null) {
      server.stopTaking();
    }
    lead.end();
    if (server != null) {
      server.close();
    }
    election.close();
    if (webhookTrust != null) {
      webhookTrust.close();
    }
    if (webhook != null) {
      webhook.close();
    }
    if (certificate != null) {
      certificate.close();
    }
    telemetry.close();
    meters.close();
    client.close();
    life.stopped();
    return true;
  }

  private SensorServer sensors() {
    return Objects.requireNonNull(server, "elected before there is a server");
  }

  /** What the election decides about. */
  private final class Replica implements ElectionResult.Replica {
    @Override
    public boolean begin() throws InterruptedException {
      life.phase("reading policies and alerts from " + client.getMasterUrl());
      return lead.begin();
    }

    @Override
    public void take() {
      sensors().lead();
    }

    @Override
    public void refer(String leader) {
      SensorServer sensors = server;
      if (sensors != null) {
        sensors.follow(leader);
      }
    }
  }
}
