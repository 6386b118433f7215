package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.transport.server.RandomRecords;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits to be written is what was found, but for what is beyond the bounds. */
class RetentionTest {
  private static final Policy POLICY =
      new Findings(InstantSource.fixed(Instant.EPOCH)).finding("a").policy();
  private static final int ROUNDS = 200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsWithinTheBoundsStays(long seed) {
    RandomRecords random = new RandomRecords(seed).distinct().with(Policy.class, POLICY);
    for (int i = 0; i < ROUNDS; i++) {
      Finding finding = random.next(Finding.class);

      assertThat(Retention.bound(finding)).isEqualTo(finding);
    }
  }

  @Test
  void theTextsOfAProcessAreCutEachInItsPlace() {
    Facts.ProcessSnapshot process =
        new RandomRecords(1).distinct().next(Facts.ProcessSnapshot.class);
    String rest = "x".repeat(9_000);
    Finding any = new RandomRecords(1).distinct().with(Policy.class, POLICY).next(Finding.class);
    Facts.ProcessSnapshot large =
        process.toBuilder()
            .name("name" + rest)
            .binary("binary" + rest)
            .arguments("arguments" + rest)
            .cwd("cwd" + rest)
            .user("user" + rest)
            .execId("execId" + rest)
            .build();
    Facts facts =
        any.facts().toBuilder().process(large).ancestors(Collections.nCopies(20, large)).build();

    Facts kept =
        Retention.bound(new Finding(any.id(), POLICY, any.group(), any.message(), facts)).facts();

    assertThat(kept.process().name()).startsWith("name").hasSizeLessThan(8_300);
    assertThat(kept.process().binary()).startsWith("binary").hasSizeLessThan(8_300);
    assertThat(kept.process().arguments()).startsWith("arguments").hasSizeLessThan(8_300);
    assertThat(kept.process().cwd()).startsWith("cwd").hasSizeLessThan(8_300);
    assertThat(kept.process().user()).startsWith("user").hasSizeLessThan(8_300);
    assertThat(kept.process().execId()).startsWith("execId").hasSizeLessThan(8_300);
    assertThat(kept.process().pid()).isEqualTo(process.pid());
    assertThat(kept.process().uid()).isEqualTo(process.uid());
    assertThat(kept.process().startTimeNanos()).isEqualTo(process.startTimeNanos());
    assertThat(kept.ancestors()).hasSize(16).containsOnly(kept.process());
  }
}
