package dev.tocsin.alert;

import dev.tocsin.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An aggregator and its writer over a store in memory, driven by hand in virtual time. */
final class Pipeline {
  final MovedClock clock;
  final MemoryStore store;
  final Findings findings;
  final Aggregator aggregator;
  final AlertWriter writer;

  Pipeline() {
    this(AlertSettings.defaults("tocsin-system"));
  }

  Pipeline(AlertSettings settings) {
    this(settings, new MovedClock(), null);
  }

  private Pipeline(
      AlertSettings settings,
      MovedClock clock,
      @org.jspecify.annotations.Nullable Pipeline before) {
    this.clock = clock;
    this.store = before == null ? new MemoryStore(clock) : before.store;
    this.findings = before == null ? new Findings(clock) : before.findings;
    this.aggregator = new Aggregator(settings, clock);
    this.writer = new AlertWriter(aggregator, store, Receivers.inline(store), settings, clock);
    store.watch(aggregator);
  }

  /** As a new process after this one ended: only the store survives. */
  Pipeline restarted() {
    return new Pipeline(AlertSettings.defaults("tocsin-system"), clock, this);
  }

  void fire(String pod) {
    aggregator.accept(findings.finding(pod));
  }

  void fire(String pod, int times) {
    for (int i = 0; i < times; i++) {
      fire(pod);
    }
  }

  /** Lets the writer do all that is due at this moment. */
  void settle() {
    run(Duration.ZERO);
  }

  /** Lets time pass, and the writer work in it. */
  void run(Duration time) {
    Instant end = clock.instant().plus(time);
    while (true) {
      Instant next = writer.step(false);
      if (next.isAfter(end)) {
        clock.set(end);
        return;
      }
      if (next.isAfter(clock.instant())) {
        clock.set(next);
      }
    }
  }

  /** Writes everything, as at the end of the process, which must come to an end by then. */
  void drain(Instant deadline) {
    while (!aggregator.outbox().isDrained(deadline)) {
      Instant next = writer.step(true);
      if (next.isAfter(deadline)) {
        throw new AssertionError("not drained by " + deadline);
      }
      if (next.isAfter(clock.instant())) {
        clock.set(next);
      }
    }
  }

  long count(AlertName name) {
    return store.get(name).tally().count();
  }

  List<String> verbs() {
    return store.requests().stream().map(MemoryStore.Request::verb).toList();
  }
}
