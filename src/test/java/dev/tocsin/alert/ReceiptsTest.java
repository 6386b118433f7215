package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Of how many nodes it is remembered what they have reported. */
class ReceiptsTest {
  private final Receipts receipts = new Receipts(2);

  @Test
  void theNodeThatWasHeardOfTheLongestAgoIsForgotten() {
    report("a", 1);
    report("b", 1);
    report("a", 2);
    report("c", 1);

    assertThat(receipts.isNew(receipt("a", 2))).as("known").isFalse();
    assertThat(receipts.isNew(receipt("c", 1))).as("known").isFalse();
    assertThat(receipts.isNew(receipt("b", 1))).as("forgotten").isTrue();
  }

  @Test
  void aNodeWhoseReportsWaitIsNotForgotten() {
    Receipt waiting = receipt("a", 1);
    assertThat(receipts.isNew(waiting)).isTrue();
    report("b", 1);
    report("c", 1);
    report("d", 1);
    assertThat(receipts.isNew(receipt("a", 1))).isFalse();

    receipts.stored(waiting);
    report("e", 1);
    assertThat(receipts.isNew(receipt("a", 1))).as("among the latest").isFalse();
    report("f", 1);
    report("g", 1);
    assertThat(receipts.isNew(receipt("a", 1))).as("forgotten").isTrue();
  }

  @Test
  void asManyAsHaveReportsThatWaitAreRemembered() {
    for (int i = 0; i < 10; i++) {
      assertThat(receipts.isNew(receipt("node-" + i, 1))).isTrue();
    }
    for (int i = 0; i < 10; i++) {
      assertThat(receipts.isNew(receipt("node-" + i, 1))).isFalse();
    }
  }

  /** One that is stored at once. */
  private void report(String node, long sequence) {
    Receipt receipt = receipt(node, sequence);
    assertThat(receipts.isNew(receipt)).isTrue();
    receipts.stored(receipt);
  }

  private static Receipt receipt(String node, long sequence) {
    return new Receipt(new Origin(node, "spool-of-" + node, sequence), 1, () -> {});
  }
}
