package dev.tocsin.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.alert.AlertName;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Revision;
import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.progress.Progress;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.notify.reach.UnusableOutputException;
import dev.tocsin.notify.receiver.Destination;
import dev.tocsin.notify.silence.Silences;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Alerts' objects with their status, and lanes over them whose time is moved by hand: what a leader
 * sees, and what the next one finds.
 */
public final class LaneScene {
  static final String OUTPUT = "tocsin-system/hook";
  private static final Set<Transition> USUAL =
      Set.of(Transition.OPENED, Transition.ESCALATED, Transition.CLOSED);
  static final Instant BEGIN = Instant.parse("2026-11-28T12:00:00Z");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();

  public Instant now = BEGIN;
  public final InstantSource clock = () -> now;
  public final Map<String, KnownAlert> alerts = new ConcurrentHashMap<>();

  /** What the status of the objects says; written by whoever leads. */
  private final Map<String, Deliveries> status = new HashMap<>();

  public final Silences silences = new Silences("tocsin-system", Severity.HIGH, alerts, clock);

  int requestsPerMinute = 600;
  boolean leads = true;

  /** Whether what is delivered reaches the status: not where the leader dies before it writes. */
  boolean statusIsWritten = true;

  public Progress progress = progress();

  private Progress progress() {
    return new Progress(
        OUTPUT,
        (ref, output, delivery) -> {
          if (statusIsWritten) {
            Map<String, Delivery> all =
                new HashMap<>(status.getOrDefault(ref.uid(), Deliveries.NONE).byReceiver());
            all.put(output, delivery);
            status.put(ref.uid(), new Deliveries(all));
          }
        });
  }

  /** What the status of an alert says of the output. */
  public Delivery stored(String name) {
    return Objects.requireNonNull(status.getOrDefault(uid(name), Deliveries.NONE).of(OUTPUT), name);
  }

  static String uid(String name) {
    return "uid-" + name;
  }

  /** An alert's object as it is now. */
  public String alert(String name, long generation, long count, boolean closed) {
    return alert("shop", name, Severity.HIGH, generation, count, closed);
  }

  public String alert(
      String namespace,
      String name,
      Severity severity,
      long generation,
      long count,
      boolean closed) {
    AlertName alertName = new AlertName(name, 1);
    KnownAlert before = alerts.get(uid(name));
    alerts.put(
        uid(name),
        new KnownAlert(
            new AlertRef(namespace, alertName, uid(name), "1"),
            Revision.of(generation, count, closed),
            severity,
            false,
            status.getOrDefault(uid(name), Deliveries.NONE),
            before == null ? now : before.created(),
            now,
            view(namespace, alertName.toString(), severity, count)));
    return uid(name);
  }

  /** Its triage is edited. */
  String triage(String name, String state) {
    alerts.computeIfPresent(
        uid(name),
        (uid, alert) -> {
          Revision before = Objects.requireNonNull(alert.revision());
          return new KnownAlert(
              alert.ref(),
              new Revision(before.number() + 1, before.step(), state.equals("Closed")),
              alert.severity(),
              alert.overflow(),
              alert.deliveries(),
              alert.created(),
              now,
              view(
                  alert.ref().namespace(),
                  alert.ref().name().toString(),
                  alert.severity(),
                  alert.view().count(),
                  state));
        });
    return uid(name);
  }

  private static AlertView view(String namespace, String name, Severity severity, long count) {
    return view(namespace, name, severity, count, "Open");
  }

  private static AlertView view(
      String namespace, String name, Severity severity, long count, String state) {
    Pod pod =
        Pod.builder()
            .namespace(namespace)
            .name("web-1")
            .uid("pod-uid")
            .serviceAccount("web")
            .labels(Map.of("app", "web"))
            .workload(new Pod.Workload("Deployment", "web"))
            .node("node-1")
            .build();
    return new AlertView(
        name,
        namespace,
        "shell-in-pod",
        "tocsin-system",
        "A shell in a pod",
        "bash ran in web-1 & said <!channel>",
        severity.name().charAt(0) + severity.name().substring(1).toLowerCase(java.util.Locale.ROOT),
        60,
        List.of("T1059.004"),
        List.of("Execution"),
        state,
        count,
        Map.of(),
        BEGIN.minusSeconds(5).getEpochSecond() * 1_000_000_000L,
        "prod",
        false,
        new Attribution(
            Attribution.Source.LIVE, pod, Container.NONE, new Node("node-1", Map.of())));
  }

  /** An alert that is there. */
  public KnownAlert known(String uid) {
    return Objects.requireNonNull(alerts.get(uid));
  }

  LaneContext context() {
    return new LaneContext(alerts, this::read, silences, () -> leads, clock);
  }

  private @Nullable ObjectNode read(AlertRef ref) {
    KnownAlert alert = alerts.get(ref.uid());
    if (alert == null) {
      return null;
    }
    ObjectNode object = JSON.createObjectNode().put("kind", "SecurityAlert");
    object
        .putObject("metadata")
        .put("name", ref.name().toString())
        .put("namespace", ref.namespace())
        .put("uid", ref.uid())
        .putArray("managedFields");
    ObjectNode spec = object.putObject("spec").put("cluster", "prod");
    spec.put("message", alert.view().message());
    spec.putArray("ancestors").addObject().put("arguments", "x".repeat(100));
    ObjectNode stored = object.putObject("status").put("count", alert.view().count());
    stored.putArray("deliveries").addObject().put("receiver", "other/secret-output");
    stored.putArray("samples").addObject().put("id", "1");
    return object;
  }

  /** The status reaches the informer. */
  public void statusArrives() {
    alerts.replaceAll(
        (uid, alert) ->
            new KnownAlert(
                alert.ref(),
                alert.revision(),
                alert.severity(),
                alert.overflow(),
                status.getOrDefault(uid, Deliveries.NONE),
                alert.created(),
                alert.changed(),
                alert.view()));
  }

  /** The leader is gone; the next one knows what the objects say. */
  public void failover() {
    progress = progress();
    statusArrives();
  }

  /** A spec in YAML, complete or not. */
  static AlertOutputSpec spec(String yaml) {
    try {
      return YAML.readValue(yaml, AlertOutputSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Of an output that says nothing of it. */
  public static OutputTls usualTls() {
    try {
      return OutputTls.of(null, SecretsTest.none());
    } catch (UnusableOutputException e) {
      throw new IllegalStateException(e);
    }
  }

  public QueueLane lane(Destination destination) throws UnusableOutputException {
    return lane(destination, all(), USUAL);
  }

  private static AlertSelection all() throws UnusableOutputException {
    return AlertSelection.of(spec("{}"), "");
  }

  QueueLane lane(Destination destination, AlertSelection selection, Set<Transition> wanted) {
    return lane(destination, selection, wanted, holds(), AlertGroups.none(), requestsPerMinute);
  }

  /** Of an output that says itself what holds alerts back. */
  QueueLane lane(Destination destination, AlertSelection selection, Holds holds) {
    return lane(destination, selection, USUAL, holds, AlertGroups.none(), requestsPerMinute);
  }

  /** Of an output that people read: grouped, and slow. */
  QueueLane readLane(Destination destination) throws UnusableOutputException {
    return readLane(destination, "{}");
  }

  /**
   * As {@link #readLane(Destination)}.
   *
   * @param group of its spec, in YAML
   */
  QueueLane readLane(Destination destination, String group) throws UnusableOutputException {
    AlertGroups groups = AlertGroups.of(spec("group: " + group).group());
    return lane(destination, all(), USUAL, holds(), groups, 60);
  }

  private QueueLane lane(
      Destination destination,
      AlertSelection selection,
      Set<Transition> wanted,
      Holds holds,
      AlertGroups groups,
      int perMinute) {
    QueueLane lane =
        new QueueLane(
            context(),
            wanted,
            BEGIN,
            selection,
            holds,
            groups,
            destination,
            pace(perMinute),
            progress);
    alerts.keySet().forEach(lane::changed);
    return lane;
  }

  /** One silence, which begins now, and no other. */
  AlertSilence silence(String namespace, String match, Duration time) {
    AlertSilence silence = new AlertSilence();
    silence.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName("work")
            .withUid(namespace + "/work")
            .withGeneration(1L)
            .withCreationTimestamp(Timestamps.format(now))
            .build());
    silence.setSpec(
        new AlertSilenceSpec(
            match, List.of(), null, Timestamps.format(now.plus(time)), "work", null));
    silences.follow(List.of(silence));
    return silence;
  }

  /** Of an output in the system namespace. */
  Holds holds() {
    return new Holds(silences, "tocsin-system", null);
  }

  static SendPace pace(int perMinute) {
    return new SendPace(perMinute, new Random(1));
  }

  /** Lets a lane work until it has nothing to do before that time has passed. */
  public void run(Lane lane, Duration time) throws InterruptedException {
    Instant end = now.plus(time);
    for (Instant next = lane.step(); !next.isAfter(end); next = lane.step()) {
      if (next.isAfter(now)) {
        now = next;
      }
    }
    now = end;
  }
}
