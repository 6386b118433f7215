package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports that a spool keeps until they are stored: none is lost, none is counted twice. */
class ExactCountTest {
  private final Pipeline pipeline = new Pipeline();
  private final MemoryStore store = pipeline.store;
  private final Spool spool = new Spool("node-1");

  /** What a sensor does: keeps reports in order until told that they are stored. */
  private final class Spool {
    private final String node;
    private final TreeMap<Long, Reported> kept = new TreeMap<>();
    private long last;
    private long made;

    Spool(String node) {
      this.node = node;
    }

    void add(String pod, long count) {
      pipeline.findings.node = node;
      Finding finding = pipeline.findings.finding(pod);
      Instant now = pipeline.clock.instant();
      long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
      kept.put(++last, new Reported(finding, count, nanos, nanos));
      made += count;
    }

    /** Sends everything above a sequence. */
    void sendFrom(long sequence, Pipeline to) {
      // copies: an entry of the tree itself can turn into another one when its neighbours go
      for (Map.Entry<Long, Reported> each :
          new TreeMap<>(kept.tailMap(sequence, false)).entrySet()) {
        long key = each.getKey();
        to.aggregator.accept(
            each.getValue(), new Origin(node, "spool-of-" + node, key), () -> kept.remove(key));
      }
    }

    void sendAll(Pipeline to) {
      sendFrom(0, to);
    }
  }

  @Test
  void aReportIsKeptUntilItsAlertIsWritten() {
    spool.add("web-1", 3);
    spool.sendAll(pipeline);
    assertThat(spool.kept).hasSize(1);
    pipeline.settle();

    assertThat(spool.kept).isEmpty();
    assertThat(store.only().tally().count()).isEqualTo(3);
    assertThat(store.only().tally().counted())
        .containsExactly(new Origin("node-1", "spool-of-node-1", 1));
  }

  @Test
  void aReportIsKeptWhileTheStoreIsAway() {
    store.fault = _ -> MemoryStore.unavailable();
    spool.add("web-1", 1);
    spool.sendAll(pipeline);
    pipeline.run(Duration.ofMinutes(10));
    assertThat(spool.kept).hasSize(1);

    store.fault = _ -> null;
    pipeline.run(Duration.ofMinutes(1));
    assertThat(spool.kept).isEmpty();
    assertThat(store.only().tally().count()).isEqualTo(1);
  }

  @Test
  void aReportThatComesAgainBeforeItIsWrittenIsCountedOnceAndBothAreTold() {
    List<String> told = new ArrayList<>();
    Reported report = Reported.once(pipeline.findings.finding("web-1"));
    Origin origin = new Origin("node-1", "spool", 1);
    pipeline.aggregator.accept(report, origin, () -> told.add("first"));
    pipeline.aggregator.accept(report, origin, () -> told.add("again"));
    assertThat(told).isEmpty();
    pipeline.settle();

    assertThat(told).containsExactlyInAnyOrder("first", "again");
    assertThat(store.only().tally().count()).isEqualTo(1);
  }

  @Test
  void aReportThatWasWrittenBeforeAFailoverIsNotCountedAgain() {
    spool.add("web-1", 5);
    Reported report = spool.kept.get(1L);
    spool.sendAll(pipeline);
    pipeline.settle();
    spool.kept.put(1L, report); // the receipt was lost
    Pipeline next = pipeline.restarted();
    spool.add("web-1", 2);
    spool.sendAll(next);
    next.run(Duration.ofMinutes(1));

    assertThat(store.only().tally().count()).isEqualTo(7);
    assertThat(spool.kept).isEmpty();
  }

  @Test
  void aWriteWhoseAnswerIsLostCountsOnce() {
    spool.add("web-1", 5);
    store.loseNextUpdate = true;
    spool.sendAll(pipeline);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(store.only().tally().count()).isEqualTo(5);
    assertThat(spool.kept).isEmpty();
  }

  @Test
  void aSecondLeaderThatWritesTheSameCountsNothingTwice() {
    spool.add("web-1", 5);
    spool.sendAll(pipeline);
    pipeline.settle();
    spool.add("web-1", 1);
    spool.sendAll(pipeline); // the old leader has it, and has not written it
    Pipeline next = pipeline.restarted();
    spool.sendAll(next);
    next.run(Duration.ofSeconds(1));
    assertThat(store.only().tally().count()).isEqualTo(6);
    pipeline.run(Duration.ofMinutes(1)); // the old leader wakes up and writes

    assertThat(store.only().tally().count()).isEqualTo(6);
    spool.add("web-1", 1);
    spool.sendAll(next);
    next.run(Duration.ofMinutes(1));
    assertThat(store.only().tally().count()).isEqualTo(7);
    assertThat(spool.kept).isEmpty();
  }

  @Test
  void anObjectWithoutStatusGetsItsFindingsFromTheSensorAndNoOther() {
    store.fault = request -> request.verb().equals("update") ? MemoryStore.unavailable() : null;
    spool.add("web-1", 4);
    spool.sendAll(pipeline);
    pipeline.settle();
    store.fault = _ -> null;
    Pipeline next = pipeline.restarted();
    next.run(Duration.ofSeconds(30));
    spool.sendAll(next);
    next.run(Duration.ofMinutes(5));

    assertThat(store.only().tally().count()).isEqualTo(4);
  }

  /** Crashes, lost answers, lost receipts, a store that comes and goes, and a leader of before. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void countsAreExactWhateverHappens(long seed) {
    run(seed, 0);
  }

  /** The same where most findings are aggregated into the overflow alerts of their pods. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void countsOfOverflowAlertsAreExactWhateverHappens(long seed) {
    run(seed, 60);

    assertThat(store.all())
        .filteredOn(alert -> alert.overflow() != null)
        .isNotEmpty()
        .allSatisfy(
            alert ->
                assertThat(
                        alert.tally().contributors().stream()
                            .mapToLong(Contribution::findings)
                            .sum())
                    .isEqualTo(alert.tally().count()));
  }

  /**
   * @param programs by which each pod's findings are grouped; 0 when they are not
   */
  private void run(long seed, int programs) {
    Random random = new Random(seed);
    List<Spool> spools = List.of(spool, new Spool("node-2"), new Spool("node-3"));
    Pipeline leader = pipeline;
    Pipeline demoted = null;
    long[] sent = new long[spools.size()];
    for (int step = 0; step < 600; step++) {
      int which = random.nextInt(spools.size());
      Spool from = spools.get(which);
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          pipeline.findings.program = programs == 0 ? "" : ".x" + random.nextInt(programs);
          // a pod is on one node
          String pod = programs == 0 ? "web-" + random.nextInt(4) : "web-of-" + from.node;
          from.add(pod, 1 + random.nextInt(3));
        }
        case 3, 4, 5 -> {
          from.sendFrom(sent[which], leader);
          sent[which] = from.last;
        }
        case 6 -> sent[which] = 0; // its stream ended: all that is kept is sent again
        case 7 -> store.loseNextUpdate = random.nextBoolean();
        case 8 -> {
          int fault = random.nextInt(3);
          store.fault =
              request ->
                  switch (fault) {
                    case 0 -> MemoryStore.unavailable();
                    case 1 -> refusesCreation(request);
                    default -> null;
                  };
        }
        default -> {
          if (random.nextInt(5) == 0) {
            demoted = leader;
            leader = leader.restarted();
            sent = new long[spools.size()];
          }
        }
      }
      leader.run(Duration.ofMillis(random.nextInt(3000)));
      if (demoted != null) {
        demoted.run(Duration.ofMillis(random.nextInt(500)));
      }
    }
    store.fault = _ -> null;
    for (Spool each : spools) {
      each.sendAll(leader);
    }
    leader.run(Duration.ofMinutes(5));

    assertThat(store.all().stream().mapToLong(alert -> alert.tally().count()).sum())
        .isEqualTo(spools.stream().mapToLong(each -> each.made).sum());
    assertThat(spools).allSatisfy(each -> assertThat(each.kept).isEmpty());
  }

  private static @Nullable Outcome refusesCreation(MemoryStore.Request request) {
    return request.verb().equals("create") && request.namespace().equals("shop")
        ? new Outcome.Refused("exceeded quota")
        : null;
  }
}
