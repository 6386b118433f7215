package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.MovedClock;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.MemoryStore;
import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Outcome;
import dev.tocsin.alert.Reported;
import dev.tocsin.alert.StoredAlert;
import dev.tocsin.control.ControlLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failovers, step by step: leaders over one store, and an election that the test decides. */
class LeadTest {
  private static final String SPOOL = "spool-1";

  private final MovedClock clock = new MovedClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  private final List<Reported> reported = new ArrayList<>();
  private final Findings findings = new Findings(clock);
  private final List<Replica> replicas = new ArrayList<>();

  /** A replica, and whether the election lets it write. */
  private final class Replica extends ReplicaStore {
    final Lead lead;
    volatile boolean leads = true;

    /** The request between which and its answer the lead is lost. */
    volatile String losesLeadWith = "";

    /** Whether it hears nothing more of the store once it has lost the lead. */
    volatile boolean isCutOff;

    volatile boolean isStoreSilent;

    /** Whether an update stays on its way until the test lets it arrive. */
    volatile boolean isUpdateHeld;

    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch arrives = new CountDownLatch(1);

    Replica(String name) {
      this(name, clock);
    }

    Replica(String name, InstantSource clock) {
      super(name, store, writes);
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

    /** The sensor sends an entry of its spool, long after the one before. */
    void take(long sequence) {
      clock.advance(Duration.ofMinutes(1));
      lead.intake()
          .finding(
              new Origin("node-1", SPOOL, sequence),
              reported.get((int) sequence - 1),
              () -> acknowledged.add(sequence));
    }

    @Override
    public void watch(Watcher watcher) {
      if (!isStoreSilent) {
        super.watch(watcher);
      }
    }

    @Override
    void before(String verb) {
      if (verb.equals("update") && isUpdateHeld) {
        held.countDown();
        Uninterruptibles.awaitUninterruptibly(arrives);
      }
      if (verb.equals("update") && isCutOff) {
        synchronized (store) {
          store.endWatch();
        }
      }
    }

    @Override
    Outcome answer(String verb, Outcome outcome) {
      if (verb.equals(losesLeadWith)) {
        leads = false;
      }
      return isCutOff && !leads ? new Outcome.Unavailable("timeout", null) : outcome;
    }
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
    awaitTaken(() -> acknowledged.equals(List.of(1L)));
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
    awaitTaken(() -> acknowledged.equals(List.of(1L)));
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
    awaitTaken(() -> acknowledged.equals(List.of(1L)));
    a.leads = false;
    a.take(2);
    a.leads = true;
    awaitTaken(() -> acknowledged.equals(List.of(1L, 2L)));

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void aLeaderThatEndsLateWritesNothingOverTheNextOnesWork() throws Exception {
    Replica a = new Replica("a").begin();
    a.take(1);
    awaitTaken(() -> acknowledged.equals(List.of(1L)));
    a.leads = false;
    a.take(2);

    Replica b = new Replica("b").begin();
    b.take(2);
    b.take(3);
    awaitTaken(() -> acknowledged.containsAll(List.of(1L, 2L, 3L)));
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

  /** The request was sent in time, and is slow. */
  @Test
  void anUpdateOfAnOldLeaderThatArrivesAfterTheNextOnesChangesNothing() throws Exception {
    Replica a = new Replica("a").begin();
    a.take(1);
    awaitTaken(() -> acknowledged.equals(List.of(1L)));
    a.isUpdateHeld = true;
    a.take(2);
    a.held.await();
    a.leads = false;

    Replica b = new Replica("b").begin();
    b.take(2);
    b.take(3);
    awaitTaken(() -> acknowledged.containsAll(List.of(1L, 2L, 3L)));
    a.arrives.countDown();
    a.lead.end();

    assertThat(count()).isEqualTo(3);
    assertThat(writes).as("refused, and not tried again").endsWith("a update");
    assertThat(writes.stream().filter(each -> each.startsWith("a")))
        .containsExactly("a create", "a update", "a update");
  }

  @Test
  void anUpdateOfAnOldLeaderThatArrivesOnceTheNextOneHasReadIsCountedOnce() throws Exception {
    Replica a = new Replica("a").begin();
    a.take(1);
    awaitTaken(() -> acknowledged.equals(List.of(1L)));
    a.isUpdateHeld = true;
    a.take(2);
    a.held.await();
    a.leads = false;

    Replica b = new Replica("b").begin();
    a.arrives.countDown();
    awaitTaken(() -> count() == 2);
    b.take(2);
    b.take(3);
    awaitTaken(() -> acknowledged.containsAll(List.of(1L, 2L, 3L)));

    assertThat(count()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1H", "-PT5S", "PT5S", "PT1H"})
  void aLeaderWithAnotherTimeOfDayCountsOn(Duration skew) throws Exception {
    Replica a = new Replica("a").begin();
    a.take(1);
    awaitTaken(() -> acknowledged.equals(List.of(1L)));
    a.leads = false;
    a.lead.end();

    reported.set(1, Reported.once(findings.finding("web")));
    long second = reported.get(1).finding().facts().timeNanos();
    Replica b = new Replica("b", new MovedClock(clock.instant().plus(skew))).begin();
    b.take(1);
    b.take(2);
    awaitTaken(() -> acknowledged.equals(List.of(1L, 1L, 2L)));

    assertThat(count()).isEqualTo(2);
    assertThat(only().tally().lastSeenNanos())
        .as("the time of events is their node's")
        .isEqualTo(second);
  }

  /** While time passes. */
  private void awaitTaken(BooleanSupplier condition) {
    await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              return condition.getAsBoolean();
            });
  }

  private long count() {
    return only().tally().count();
  }

  private StoredAlert only() {
    synchronized (store) {
      return store.only();
    }
  }
}
