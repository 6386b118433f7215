package dev.tocsin.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertStore;
import dev.tocsin.alert.StoredAlert;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus;
import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.kubernetes.ApiRequests;
import dev.tocsin.kubernetes.Feed;
import dev.tocsin.notify.progress.DeliveryReport;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.ApiServerAddresses;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.silence.Silences;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a lane for each {@code AlertOutput}, tells the lanes of alerts that changed, and writes
 * what became of the outputs into their status.
 */
public final class Outputs implements AlertStore.Watcher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outputs.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration REQUEST = Duration.ofSeconds(10);

  /** Somebody was faster: it is written again from what there is then. */
  private static final int HTTP_CONFLICT = 409;

  /** So many of one namespace; together with those of the system namespace, an alert names them. */
  private static final int MOST_OF_NAMESPACE = 8;

  private static final int MOST_OF_SYSTEM = 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final OutputSettings settings;
  private final InstantSource clock;
  private final BooleanSupplier maySend;
  private final DeliveryReport report;
  private final LaneBuilder lanes;
  private final GaveUpEvents events;
  private final OutputTrials trials;
  private final Map<String, KnownAlert> alerts = new ConcurrentHashMap<>();
  private final GoneAlerts gone;

  /** By uid of the output's object. */
  private final Map<String, RunningOutput> running = new ConcurrentHashMap<>();

  private final Semaphore news = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("outputs").unstarted(this::run);
  private final Feed<AlertOutput> outputs;
  private final Feed<AlertSilence> silenceObjects;
  private final Silences silences;
  private volatile boolean loaded;
  private volatile boolean listed;

  /**
   * @param client stays open
   * @param report takes what outputs have of alerts, for the alerts' status
   * @param maySend whether this process leads
   */
  public Outputs(
      KubernetesClient client,
      OutputSettings settings,
      DeliveryReport report,
      BooleanSupplier maySend,
      InstantSource clock) {
    this(client, settings, report, maySend, InetAddress::getAllByName, clock);
  }

  Outputs(
      KubernetesClient client,
      OutputSettings settings,
      DeliveryReport report,
      BooleanSupplier maySend,
      HttpCalls.Resolver resolver,
      InstantSource clock) {
    this.outputs =
        new Feed<>(
            "outputs",
            client.resources(AlertOutput.class).inAnyNamespace(),
            new BasicItemStore<>(Cache::metaNamespaceKeyFunc),
            new SpecNews<>(news::release));
    this.silenceObjects =
        new Feed<>(
            "silences",
            client.resources(AlertSilence.class).inAnyNamespace(),
            new BasicItemStore<>(Cache::metaNamespaceKeyFunc),
            new SpecNews<>(news::release));
    this.silences =
        new Silences(settings.systemNamespace(), settings.silenceFloor(), alerts, clock);
    this.client = ApiRequests.limited(client, REQUEST);
    this.events = new GaveUpEvents(this.client, settings.instance());
    this.gone = new GoneAlerts(alerts, clock);
    this.trials = new OutputTrials(settings, clock);
    this.settings = settings;
    this.report = report;
    this.maySend = maySend;
    this.clock = clock;
    this.lanes =
        new LaneBuilder(
            this.client,
            settings.systemNamespace(),
            new AddressRule(true, ApiServerAddresses.of(client), settings.denied()),
            resolver,
            new LaneContext(alerts, this::read, silences, maySend, clock),
            RandomGenerator.getDefault());
  }

  /**
   * Begins to follow outputs; nothing is sent before it is known which alerts are stored, and which
   * of them are silenced.
   */
  public void start() {
    outputs
        .start()
        .thenCombine(silenceObjects.start(), (first, second) -> first)
        .thenRun(
            () -> {
              listed = true;
              news.release();
            });
    thread.start();
  }

  @Override
  public void observed(StoredAlert alert) {
    KnownAlert known = KnownAlert.of(alert);
    alerts.put(known.ref().uid(), known);
    changed(known.ref().uid());
  }

  @Override
  public void deleted(AlertRef alert) {
    gone.deleted(alert.uid());
    changed(alert.uid());
  }

  @Override
  public void loaded() {
    loaded = true;
    news.release();
  }

  private void changed(String uid) {
    running.values().forEach(each -> each.changed(uid));
  }

  /** One for each output that is accepted. */
  public List<OutputStats> stats() {
    Instant now = clock.instant();
    return running.values().stream().flatMap(each -> each.stats(now).stream()).toList();
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        turn();
        // what came meanwhile is looked at together
        if (news.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  /** Whatever goes wrong in one turn, there is a next one. */
  private void turn() {
    try {
      follow();
    } catch (RuntimeException | LinkageError e) {
      log.error("outputs cannot be followed", e);
    }
  }

  private void follow() {
    if (!loaded || !listed) {
      return;
    }
    gone.forget().forEach(this::changed);
    followSilences();
    List<AlertOutput> all = new ArrayList<>(outputs.list());
    all.sort(
        Comparator.comparing((AlertOutput each) -> each.getMetadata().getCreationTimestamp())
            .thenComparing(each -> each.getMetadata().getName()));
    Set<String> there = new HashSet<>();
    Map<String, Integer> ofNamespace = new HashMap<>();
    for (AlertOutput each : all) {
      String namespace = each.getMetadata().getNamespace();
      int before = ofNamespace.merge(namespace, 1, Integer::sum) - 1;
      String uid = each.getMetadata().getUid();
      there.add(uid);
      try {
        if (!running.containsKey(uid)) {
          endMissed(each);
        }
        running
            .computeIfAbsent(uid, key -> new RunningOutput(each, report, clock))
            .take(each, lanes, before < most(namespace), alerts.keySet());
        if (maySend.getAsBoolean() && before < most(namespace)) {
          trials.follow(each, lanes);
        }
        write(each);
        reportGivenUp(each);
      } catch (LaneContext.UnreadableObjectException e) {
        log.warn(
            "output {}/{} is begun later: {}",
            namespace,
            each.getMetadata().getName(),
            e.getMessage());
      } catch (RuntimeException | LinkageError e) {
        log.error("output {}/{} cannot be followed", namespace, each.getMetadata().getName(), e);
      }
    }
    trials.keep(there);
    running.entrySet().stream()
        .filter(entry -> !there.contains(entry.getKey()))
        .toList()
        .forEach(
            entry -> {
              running.remove(entry.getKey());
              entry.getValue().close();
            });
  }

  /** Alerts that the output's receiver has as open, and that were deleted while nobody led. */
  private void endMissed(AlertOutput output) throws LaneContext.UnreadableObjectException {
    for (KnownAlert closed : OpenThere.closed(output, clock.instant())) {
      AlertRef ref = closed.ref();
      if (!alerts.containsKey(ref.uid()) && read(ref) != null) {
        continue; // it is there, but what it says cannot be read
      }
      gone.missed(closed);
    }
  }

  private void followSilences() {
    List<AlertSilence> all = List.copyOf(silenceObjects.list());
    if (silences.follow(all)) {
      alerts.keySet().forEach(this::changed);
    }
    if (maySend.getAsBoolean()) {
      silences.write(client, all);
    }
  }

  private int most(String namespace) {
    return namespace.equals(settings.systemNamespace()) ? MOST_OF_SYSTEM : MOST_OF_NAMESPACE;
  }

  private void reportGivenUp(AlertOutput output) {
    RunningOutput state = running.get(output.getMetadata().getUid());
    if (state != null && maySend.getAsBoolean()) {
      state.report(output, events, clock.instant());
    }
  }

  private void write(AlertOutput output) {
    RunningOutput state = running.get(output.getMetadata().getUid());
    if (state == null
        || !state.isStatusDue(clock.instant()) && !trials.isUnwritten(output)
        || !maySend.getAsBoolean()) {
      return;
    }
    LaneState.Kind kind = state.state();
    AlertOutputStatus status =
        state.status(output, alerts.values(), clock.instant()).withTest(trials.result(output));
    if (status.equals(output.getStatus())) {
      state.statusWritten(kind, clock.instant());
      return;
    }
    AlertOutput changed = new AlertOutput();
    changed.setMetadata(output.getMetadata());
    changed.setSpec(output.getSpec());
    changed.setStatus(status);
    try {
      client.resource(changed).updateStatus();
      state.statusWritten(kind, clock.instant());
    } catch (KubernetesClientException e) {
      state.statusNotWritten(e.getCode() == HTTP_CONFLICT ? "" : ApiRequests.error(e));
    }
  }

  private @Nullable ObjectNode read(AlertRef alert) throws LaneContext.UnreadableObjectException {
    ObjectNode known = gone.object(alert);
    if (known != null) {
      return known;
    }
    try {
      SecurityAlert object =
          client
              .resources(SecurityAlert.class)
              .inNamespace(alert.namespace())
              .withName(alert.name().toString())
              .get();
      return object == null || !object.getMetadata().getUid().equals(alert.uid())
          ? null
          : JSON.valueToTree(object);
    } catch (KubernetesClientException e) {
      throw new LaneContext.UnreadableObjectException(e);
    }
  }

  /** Ends what is under way: what was not taken by then is sent by the next leader. */
  @Override
  public void close() {
    thread.interrupt();
    outputs.close();
    silenceObjects.close();
    trials.close();
    try {
      if (thread.getState() != Thread.State.NEW) { // or it never led
        thread.join(REQUEST); // so that no lane begins after this
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.values().forEach(RunningOutput::close);
  }
}
