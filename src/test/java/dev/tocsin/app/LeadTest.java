package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertMarks;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertStore;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Form;
import dev.tocsin.alert.MemoryStore;
import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Outcome;
import dev.tocsin.alert.Reported;
import dev.tocsin.alert.Tally;
import dev.tocsin.control.ControlLoop;
import dev.tocsin.inventory.NodeSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failovers, step by step: leaders over one store, and an election that the test decides. */
class LeadTest {
  private static final String SPOOL = "spool-1";

  private final InstantSource clock = InstantSource.system();
  private final MemoryStore store = new MemoryStore(clock);
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  private final List<Reported> reported = new ArrayList<>();
  private final Findings findings = new Findings(clock);
  private final List<Replica> replicas = new ArrayList<>();

  /** A replica, and whether the election lets it write. */
  private final class Replica implements AlertStore {
    final String name;
    final Lead lead;
    volatile boolean leads = true;

    /** The request between which and its answer the lead is lost. */
    volatile String losesLeadWith = "";

    /** Whether it hears nothing more of the store once it has lost the lead. */
    volatile boolean isCutOff;

    volatile boolean isStoreSilent;

    Replica(String name) {
      this.name = name;
      lead =
          new Lead(
              AlertSettings.defaults("tocsin-system"),
              new Lead.Surroundings(
                  this,
                  List.of(),
                  _ -> Optional.empty(),
                  new NoNodes(),
                  (_, _) -> new NoPolicies()),
              () -> leads,
              clock,
              failure -> {
                throw new AssertionError(failure);
              });
      replicas.add(this);
    }

    Replica begin() throws InterruptedException {
      assertThat(lead.begin()).isTrue();
      return this;
    }

    /** The sensor sends an entry of its spool. */
    void take(long sequence) {
      lead.intake()
          .finding(
              new Origin("node-1", SPOOL, sequence),
              reported.get((int) sequence - 1),
              () -> acknowledged.add(sequence));
    }

    @Override
    public void watch(Watcher watcher) {
      if (!isStoreSilent) {
        synchronized (store) {
          store.watch(watcher);
        }
      }
    }

    @Override
    public Outcome create(Alert alert, Form form) {
      synchronized (store) {
        return answer("create", store.create(alert, form));
      }
    }

    @Override
    public Outcome update(AlertRef alert, Tally tally, Deliveries deliveries, Form form) {
      synchronized (store) {
        if (isCutOff) {
          store.endWatch();
        }
        return answer("update", store.update(alert, tally, deliveries, form));
      }
    }

    @Override
    public Outcome mark(AlertRef alert, AlertMarks marks) {
      synchronized (store) {
        return answer("mark", store.mark(alert, marks));
      }
    }

    @Override
    public Outcome delete(AlertRef alert) {
      synchronized (store) {
        return answer("delete", store.delete(alert));
      }
    }

    private Outcome answer(String verb, Outcome outcome) {
      writes.add(name + " " + verb);
      if (verb.equals(losesLeadWith)) {
        leads = false;
      }
      return isCutOff && !leads ? new Outcome.Unavailable("timeout", null) : outcome;
    }

    @Override
    public void close() {}
  }

  private static final class NoNodes implements NodeSource {
    @Override
    public void start() {}

    @Override
    public Map<String, Map<String, String>> all() {
      return Map.of();
    }

    @Override
    public String problem() {
      return "";
    }

    @Override
    public void close() {}
  }

  private static final class NoPolicies implements ControlLoop {
    @Override
    public void start() {}

    @Override
    public Map<String, Integer> blindNodes() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  LeadTest() {
    for (int i = 0; i < 3; i++) {
      reported.add(Reported.once(findings.finding("web")));
    }
  }

  @AfterEach
  void end() {
    replicas.forEach(each -> each.lead.end());
  }

  @Test
  void aFindingIsCountedOnceWhenTheLeadIsLostBetweenAWriteAndItsAnswer() throws Exception {
    Replica a = new Replica("a").begin();
    a.isCutOff = true;
    a.losesLeadWith = "update";
    a.take(1);
    await().until(() -> writes.contains("a update"));
    a.lead.end();
    assertThat(acknowledged).as("nobody knows that it was written").isEmpty();

    Replica b = new Replica("b").begin();
    b.take(1);
    await().until(() -> acknowledged.equals(List.of(1L)));
    assertThat(count()).isEqualTo(1);
    assertThat(writes).containsExactly("a create", "a update");
  }

  @Test
  void aFindingIsCountedOnceWhenTheLeadIsLostBetweenTheObjectAndItsStatus() throws Exception {
    Replica a = new Replica("a").begin();
    a.losesLeadWith = "create";
    a.take(1);
    await().until(() -> writes.contains("a create"));
    a.lead.end();
    assertThat(acknowledged).isEmpty();

    Replica b = new Replica("b").begin();
    b.take(1);
    await().until(() -> acknowledged.equals(List.of(1L)));
    assertThat(count()).isEqualTo(1);
    assertThat(writes).containsExactly("a create", "b update");
  }

  @Test
  void withoutTheLeadNothingIsWritten() throws Exception {
    Replica a = new Replica("a").begin();
    a.leads = false;
    a.take(1);
    a.lead.end();

    assertThat(writes).isEmpty();
    assertThat(acknowledged).isEmpty();
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenOnceTheLeadIsRegained() throws Exception {
    Replica a = new Replica("a").begin();
    a.take(1);
    await().until(() -> acknowledged.equals(List.of(1L)));
    a.leads = false;
    a.take(2);
    a.leads = true;
    await().until(() -> acknowledged.equals(List.of(1L, 2L)));

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void aLeaderThatEndsLateWritesNothingOverTheNextOnesWork() throws Exception {
    Replica a = new Replica("a").begin();
    a.take(1);
    await().until(() -> acknowledged.equals(List.of(1L)));
    a.leads = false;
    a.take(2);

    Replica b = new Replica("b").begin();
    b.take(2);
    b.take(3);
    await().until(() -> acknowledged.containsAll(List.of(1L, 2L, 3L)));
    a.lead.end();

    assertThat(count()).isEqualTo(3);
    assertThat(writes.stream().filter(each -> each.startsWith("a")))
        .containsExactly("a create", "a update");
    assertThat(acknowledged).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void aReplicaThatEndsWhileItReadsWhatIsStoredDoesNotTakeReports() throws Exception {
    Replica a = new Replica("a");
    a.isStoreSilent = true;
    CompletableFuture<Boolean> begun =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return a.lead.begin();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    a.lead.end();

    assertThat(begun.get()).isFalse();
  }

  private long count() {
    synchronized (store) {
      return store.only().tally().count();
    }
  }
}
