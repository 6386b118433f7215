package dev.tocsin.endtoend;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertStore;
import dev.tocsin.alert.AlertWriter;
import dev.tocsin.alert.Cap;
import dev.tocsin.alert.ForwardingStore;
import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Receivers;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Finding;
import dev.tocsin.sink.KubernetesAlertStore;
import dev.tocsin.sink.KubernetesEvents;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores alerts as a leader does, objects, Events and status, but without waiting for a governor:
 * with several writers, each with alerts of its own.
 */
final class OpenBacklog {
  private static final int WRITERS = 16;
  private static final int UNLIMITED = 1_000_000;
  private static final Duration REQUEST = Duration.ofSeconds(10);

  private final List<Aggregator> aggregators = new ArrayList<>();
  private final List<AlertWriter> writers = new ArrayList<>();
  private long findings;

  OpenBacklog(KubernetesClient client, String systemNamespace) {
    AlertSettings settings = AlertSettings.defaults(systemNamespace).withRate(UNLIMITED, UNLIMITED);
    for (Cap cap : Cap.values()) {
      settings = settings.withCap(cap, UNLIMITED);
    }
    for (int i = 0; i < WRITERS; i++) {
      Aggregator aggregator = new Aggregator(settings, InstantSource.system());
      aggregators.add(aggregator);
      writers.add(
          new AlertWriter(
              aggregator,
              unwatched(new KubernetesAlertStore(client, REQUEST)),
              Receivers.of(
                  new KubernetesEvents(client, "backlog", REQUEST, InstantSource.system())),
              settings,
              InstantSource.system()));
    }
  }

  /** Nobody else writes, and nothing is stored yet: writers that watch each other take minutes. */
  private static ForwardingStore unwatched(AlertStore store) {
    return new ForwardingStore(store) {
      @Override
      public void watch(Watcher watcher) {
        watcher.loaded();
      }
    };
  }

  void start() {
    writers.forEach(
        writer ->
            writer.start(
                failure -> {
                  throw new IllegalStateException(failure);
                }));
  }

  /** Of an alert of its own. */
  void accept(Finding finding) {
    String node = finding.facts().where().node().name();
    aggregators
        .get((int) (findings % WRITERS))
        .accept(Reported.once(finding), new Origin(node, "of the backlog", ++findings), () -> {});
  }

  /** Waits until all are stored. */
  void finish() throws InterruptedException {
    for (AlertWriter writer : writers) {
      if (!writer.close(Duration.ofMinutes(10)).isComplete()) {
        throw new IllegalStateException("not all alerts were stored");
      }
    }
  }
}
