package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Of how many nodes it is remembered what they have reported. */
class AcknowledgementsTest {
  private final Acknowledgements acknowledgements = new Acknowledgements(2);

  @Test
  void theNodeThatWasHeardOfTheLongestAgoIsForgotten() {
    report("a", 1);
    report("b", 1);
    report("a", 2);
    report("c", 1);

    assertThat(acknowledgements.isNew(acknowledgement("a", 2))).as("known").isFalse();
    assertThat(acknowledgements.isNew(acknowledgement("c", 1))).as("known").isFalse();
    assertThat(acknowledgements.isNew(acknowledgement("b", 1))).as("forgotten").isTrue();
  }

  @Test
  void aNodeWhoseReportsWaitIsNotForgotten() {
    Acknowledgement waiting = acknowledgement("a", 1);
    assertThat(acknowledgements.isNew(waiting)).isTrue();
    report("b", 1);
    report("c", 1);
    report("d", 1);
    assertThat(acknowledgements.isNew(acknowledgement("a", 1))).isFalse();

    acknowledgements.stored(waiting);
    report("e", 1);
    assertThat(acknowledgements.isNew(acknowledgement("a", 1))).as("among the latest").isFalse();
    report("f", 1);
    report("g", 1);
    assertThat(acknowledgements.isNew(acknowledgement("a", 1))).as("forgotten").isTrue();
  }

  @Test
  void asManyAsHaveReportsThatWaitAreRemembered() {
    for (int i = 0; i < 10; i++) {
      assertThat(acknowledgements.isNew(acknowledgement("node-" + i, 1))).isTrue();
    }
    for (int i = 0; i < 10; i++) {
      assertThat(acknowledgements.isNew(acknowledgement("node-" + i, 1))).isFalse();
    }
  }

  /** One that is stored at once. */
  private void report(String node, long sequence) {
    Acknowledgement acknowledgement = acknowledgement(node, sequence);
    assertThat(acknowledgements.isNew(acknowledgement)).isTrue();
    acknowledgements.stored(acknowledgement);
  }

  private static Acknowledgement acknowledgement(String node, long sequence) {
    return new Acknowledgement(new Origin(node, "spool-of-" + node, sequence), 1, () -> {});
  }
}
