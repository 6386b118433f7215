package dev.tocsin.alert;

import dev.tocsin.event.AlertView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that keeps versions as an API server does, tells the watcher of every change at
 * once, and counts. A fault, where set, is asked before each request.
 */
public final class MemoryStore implements AlertStore, AlertReceiver {
  /** One request, as {@code create shell-in-pod-...}. */
  public record Request(String verb, AlertName name, String namespace) {}

  /** As a receiver. */
  static final String NAME = "memory";

  private final InstantSource clock;
  private final Map<AlertName, StoredAlert> stored = new LinkedHashMap<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<Announcement> announcements = new ArrayList<>();
  private final Map<AlertName, Alert> alerts = new LinkedHashMap<>();
  private long version = 8;
  private @Nullable Watcher watcher;
  Function<Request, @Nullable Outcome> fault = _ -> null;

  /** Whether the next created object's response is lost although it was created. */
  boolean loseNextResponse;

  /** Whether the next update's response is lost although it was made. */
  boolean loseNextUpdate;

  public MemoryStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void watch(Watcher watcher) {
    this.watcher = watcher;
    List.copyOf(stored.values()).forEach(watcher::observed);
    watcher.loaded();
  }

  @Override
  public Outcome create(Alert alert, Form form) {
    Outcome failure = asked("create", alert.name(), alert.namespace());
    if (failure != null) {
      return failure;
    }
    StoredAlert existing = stored.get(alert.name());
    if (existing != null) {
      return new Outcome.Exists(existing);
    }
    AlertRef ref = new AlertRef(alert.namespace(), alert.name(), "uid-" + ++version, "" + version);
    alerts.put(alert.name(), alert);
    put(
        new StoredAlert(
            ref,
            alert.overflow() == null
                ? AlertSummary.of(alert.finding())
                : AlertSummary.of(alert.finding(), alert.overflow()),
            alert.overflow(),
            TriageState.OPEN,
            alert.expireAfter(),
            Tally.NONE,
            Deliveries.NONE,
            alert.marks(),
            null,
            1,
            clock.instant(),
            clock.instant(),
            AlertView.NONE));
    if (loseNextResponse) {
      loseNextResponse = false;
      return new Outcome.Unavailable("timeout", null);
    }
    return new Outcome.Done(ref);
  }

  /** Why a request about a stored alert changes nothing; null when it does. */
  private @Nullable Outcome refused(String request, AlertRef alert) {
    Outcome failure = asked(request, alert.name(), alert.namespace());
    if (failure != null) {
      return failure;
    }
    StoredAlert existing = stored.get(alert.name());
    if (existing == null || !existing.ref().uid().equals(alert.uid())) {
      return new Outcome.Missing();
    }
    return existing.ref().version().equals(alert.version()) ? null : new Outcome.Changed(existing);
  }

  @Override
  public Outcome update(AlertRef alert, Tally tally, Deliveries deliveries, Form form) {
    Outcome failure = refused("update", alert);
    if (failure != null) {
      return failure;
    }
    StoredAlert existing = get(alert.name());
    StoredAlert changed = changed(existing, existing.triage(), tally, deliveries);
    put(changed);
    if (loseNextUpdate) {
      loseNextUpdate = false;
      return new Outcome.Unavailable("timeout", null);
    }
    return new Outcome.Done(changed.ref());
  }

  @Override
  public Outcome mark(AlertRef alert, AlertMarks marks) {
    Outcome failure = refused("mark", alert);
    if (failure != null) {
      return failure;
    }
    StoredAlert existing = get(alert.name());
    StoredAlert changed =
        changed(
            existing,
            marks.reopened() ? TriageState.OPEN : existing.triage(),
            existing.tally(),
            existing.deliveries(),
            new AlertMarks(marks.incident(), marks.severity()));
    put(changed);
    return new Outcome.Done(changed.ref());
  }

  @Override
  public Outcome delete(AlertRef alert) {
    Outcome failure = refused("delete", alert);
    if (failure != null) {
      return failure;
    }
    remove(alert.name());
    return new Outcome.Done(alert);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Outcome deliver(Announcement announcement) {
    Outcome failure =
        asked("announce", announcement.alert().name(), announcement.alert().namespace());
    if (failure != null) {
      return failure;
    }
    announcements.add(announcement);
    return new Outcome.Done(announcement.alert());
  }

  @Override
  public void close() {
    endWatch();
  }

  public void endWatch() {
    watcher = null;
  }

  /** What a user does. */
  void triage(AlertName name, TriageState triage) {
    StoredAlert existing = get(name);
    put(changed(existing, triage, existing.tally(), existing.deliveries()));
  }

  /** What a user does. */
  void acknowledge(AlertName name, Instant until) {
    StoredAlert from = get(name);
    AlertRef ref = from.ref();
    put(
        new StoredAlert(
            new AlertRef(ref.namespace(), ref.name(), ref.uid(), "" + ++version),
            from.summary(),
            from.overflow(),
            TriageState.ACKNOWLEDGED,
            from.expireAfter(),
            from.tally(),
            from.deliveries(),
            from.marks(),
            until,
            from.generation() + 1,
            from.created(),
            clock.instant(),
            from.view()));
  }

  /** What a user does. */
  void remove(AlertName name) {
    StoredAlert gone = get(name);
    stored.remove(name);
    if (watcher != null) {
      watcher.deleted(gone.ref());
    }
  }

  /** A change that the watch has not told yet. */
  void triageUnnoticed(AlertName name, TriageState triage) {
    Watcher told = watcher;
    watcher = null;
    triage(name, triage);
    watcher = told;
  }

  /** A deletion that the watch has not told yet. */
  void removeUnnoticed(AlertName name) {
    stored.remove(name);
  }

  StoredAlert get(AlertName name) {
    StoredAlert alert = stored.get(name);
    if (alert == null) {
      throw new AssertionError("no alert " + name + " among " + stored.keySet());
    }
    return alert;
  }

  public List<StoredAlert> all() {
    return List.copyOf(stored.values());
  }

  /** The only alert there is. */
  public StoredAlert only() {
    if (stored.size() != 1) {
      throw new AssertionError("not one alert: " + stored.keySet());
    }
    return all().getFirst();
  }

  /** What was asked to create it. */
  Alert created(AlertName name) {
    Alert alert = alerts.get(name);
    if (alert == null) {
      throw new AssertionError("never created: " + name);
    }
    return alert;
  }

  public List<Request> requests() {
    return requests;
  }

  List<Announcement> announcements() {
    return announcements;
  }

  private @Nullable Outcome asked(String verb, AlertName name, String namespace) {
    Request request = new Request(verb, name, namespace);
    requests.add(request);
    return fault.apply(request);
  }

  private StoredAlert changed(
      StoredAlert from, TriageState triage, Tally tally, Deliveries deliveries) {
    return changed(from, triage, tally, deliveries, from.marks());
  }

  private StoredAlert changed(
      StoredAlert from, TriageState triage, Tally tally, Deliveries deliveries, AlertMarks marks) {
    AlertRef ref = from.ref();
    return new StoredAlert(
        new AlertRef(ref.namespace(), ref.name(), ref.uid(), "" + ++version),
        from.summary(),
        from.overflow(),
        triage,
        from.expireAfter(),
        tally,
        deliveries,
        marks,
        triage == TriageState.ACKNOWLEDGED ? from.lookAgain() : null,
        triage == from.triage() ? from.generation() : from.generation() + 1,
        from.created(),
        clock.instant(),
        from.view());
  }

  private void put(StoredAlert alert) {
    stored.put(alert.ref().name(), alert);
    if (watcher != null) {
      watcher.observed(alert);
    }
  }

  static Outcome unavailable() {
    return new Outcome.Unavailable("connection refused", null);
  }

  static Outcome tooManyRequests(Duration retryAfter) {
    return new Outcome.Unavailable("too many requests", retryAfter);
  }
}
