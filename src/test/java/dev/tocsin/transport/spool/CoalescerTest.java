package dev.tocsin.transport.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoalescerTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final long NOON_NANOS = NOON.getEpochSecond() * 1_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final Findings findings = new Findings(InstantSource.fixed(NOON));
  private final List<Reported> reports = new ArrayList<>();
  private final Coalescer coalescer = new Coalescer(3, 1 << 20, reports::add);

  @Test
  void theFirstGoesAtOnce() {
    Finding first = findings.finding("a");
    coalescer.add(first, 0);
    assertThat(reports).containsExactly(Reported.once(first));
  }

  @Test
  void theOthersOfTheSecondGoAsOneWithTheNewestAsFace() {
    coalescer.add(findings.finding("a"), 0);
    coalescer.add(findings.finding("a", NOON.plusSeconds(2)), SECOND / 4);
    Finding newest = findings.finding("a", NOON.plusSeconds(9));
    coalescer.add(newest, SECOND / 2);
    coalescer.add(findings.finding("a", NOON.plusSeconds(5)), SECOND - 1);
    coalescer.tick(SECOND - 1);
    assertThat(reports).hasSize(1);

    coalescer.tick(SECOND);

    assertThat(reports)
        .element(1)
        .isEqualTo(new Reported(newest, 3, NOON_NANOS + 2 * SECOND, NOON_NANOS + 9 * SECOND));
  }

  @Test
  void afterAQuietSecondTheNextGoesAtOnceAgain() {
    coalescer.add(findings.finding("a"), 0);
    coalescer.add(findings.finding("a"), 1);
    coalescer.tick(SECOND);
    assertThat(reports).hasSize(2);

    coalescer.add(findings.finding("a"), SECOND + 1);
    assertThat(reports).as("the second before was not quiet").hasSize(2);
    coalescer.tick(2 * SECOND);
    assertThat(reports).hasSize(3);

    coalescer.add(findings.finding("a"), 3 * SECOND);
    assertThat(reports).hasSize(4);
  }

  @Test
  void groupsAndGenerationsAreKeptApart() {
    coalescer.add(findings.finding("a"), 0);
    coalescer.add(findings.finding("b"), 0);
    findings.policyName = "other";
    coalescer.add(findings.finding("a"), 0);
    assertThat(reports).hasSize(3);
  }

  @Test
  void whenTooManyGroupsAreOpenTheFirstIsReportedEarly() {
    for (String group : List.of("1", "1", "2", "3", "4")) {
      coalescer.add(of("pod", group), 0);
    }
    assertThat(reports)
        .extracting(each -> each.finding().group().get("key"))
        .containsExactly("1", "2", "3", "4", "1");
  }

  @Test
  void aPodThatThinksOfManyGroupsTakesNoRoomOfOthers() {
    coalescer.add(of("innocent", "1"), 0);
    for (int i = 0; i < 100; i++) {
      coalescer.add(of("flood", "x" + i), 0);
      coalescer.add(of("innocent", "1"), 0);
    }
    coalescer.flush();

    assertThat(reports)
        .filteredOn(each -> "1".equals(each.finding().group().get("key")))
        .extracting(Reported::count)
        .containsExactly(1L, 100L);
  }

  @Test
  void largeFindingsTakeTheRoomOfMany() {
    findings.arguments = "x".repeat(4_000);
    Coalescer small = new Coalescer(1_000, 64 << 10, reports::add);
    for (int i = 0; i < 20; i++) {
      small.add(of("pod", "x" + i), 0);
      small.add(of("pod", "x" + i), 0);
    }
    assertThat(reports).as("20 at once, and early all but what 64 KiB hold").hasSize(20 + 13);
  }

  private Finding of(String pod, String group) {
    Finding finding = findings.finding(pod);
    return new Finding(
        finding.id(), finding.policy(), Map.of("key", group), finding.message(), finding.facts());
  }

  @Test
  void nothingIsKeptBackAtTheEnd() {
    coalescer.add(findings.finding("a"), 0);
    coalescer.add(findings.finding("a"), 0);
    coalescer.add(findings.finding("b"), 0);
    coalescer.flush();
    coalescer.flush();
    assertThat(reports).extracting(Reported::count).containsExactly(1L, 1L, 1L);
  }

  @Test
  void aStormIsFewReportsAndAnExactCount() {
    Finding finding = findings.finding("a");
    long million = 1_000_000;
    for (long i = 0; i < million; i++) {
      coalescer.add(finding, i * Duration.ofSeconds(10).toNanos() / million);
    }
    coalescer.flush();
    assertThat(reports.stream().mapToLong(Reported::count).sum()).isEqualTo(million);
    assertThat(reports).hasSizeLessThanOrEqualTo(12);
  }
}
