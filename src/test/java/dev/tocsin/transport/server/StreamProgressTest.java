package dev.tocsin.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.transport.proto.Range;
import dev.tocsin.transport.proto.Receipt;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamProgressTest {
  private final StreamProgress receipts = new StreamProgress(3);

  @Test
  void thereIsNothingToTellAtFirst() {
    assertThat(receipts.next()).isEmpty();
  }

  @Test
  void whatWasTakenIsReceivedOnce() {
    receipts.take(1);
    receipts.take(7);
    assertThat(receipts.next()).hasValueSatisfying(each -> assertReceived(each, 7));
    assertThat(receipts.next()).isEmpty();
  }

  @Test
  void onlySequencesThatFollowEachOtherMakeARange() {
    for (long sequence : List.of(1L, 2L, 3L, 5L, 6L, 9L)) {
      receipts.take(sequence);
    }
    for (long sequence : List.of(6L, 2L, 9L, 1L, 5L)) {
      receipts.done(sequence);
    }
    assertThat(receipts.next().orElseThrow().getDoneList())
        .containsExactly(range(1, 2), range(5, 6), range(9, 9));
    receipts.done(3);
    assertThat(receipts.next().orElseThrow().getDoneList()).containsExactly(range(3, 3));
  }

  @Test
  void refusedEntriesAreReceivedAndDoneAtOnce() {
    receipts.refuse(4);
    Receipt receipt = receipts.next().orElseThrow();
    assertReceived(receipt, 4);
    assertThat(receipt.getDoneList()).containsExactly(range(4, 4));
    assertThat(receipt.getRefused()).isEqualTo(1);
    assertThat(receipts.open()).isZero();
  }

  @Test
  void receivedStopsWhileTooManyAreNotDone() {
    for (long sequence = 1; sequence <= 4; sequence++) {
      receipts.take(sequence);
    }
    assertThat(receipts.next()).isEmpty();
    assertThat(receipts.unreceived()).isEqualTo(4);
    receipts.done(2);
    Receipt receipt = receipts.next().orElseThrow();
    assertReceived(receipt, 4);
    assertThat(receipts.unreceived()).isZero();
  }

  @Test
  void matchesThatAreKeptDoNotStopReceived() {
    for (long sequence = 1; sequence <= 10; sequence++) {
      receipts.keep(sequence);
    }
    receipts.take(11);
    assertReceived(receipts.next().orElseThrow(), 11);
    assertThat(receipts.kept()).isEqualTo(10);
    assertThat(receipts.open()).isEqualTo(1);
    receipts.released(3);
    assertThat(receipts.kept()).isEqualTo(9);
    assertThat(receipts.next().orElseThrow().getDoneList()).containsExactly(range(3, 3));
  }

  @Test
  void whatIsDoneIsToldWhileReceivedStandsStill() {
    for (long sequence = 1; sequence <= 5; sequence++) {
      receipts.take(sequence);
    }
    receipts.done(1);
    Receipt receipt = receipts.next().orElseThrow();
    assertReceived(receipt, 0);
    assertThat(receipt.getDoneList()).containsExactly(range(1, 1));
  }

  @Test
  void sequencesGrow() {
    receipts.take(5);
    assertThat(receipts.isNext(5)).isFalse();
    assertThat(receipts.isNext(4)).isFalse();
    assertThat(receipts.isNext(6)).isTrue();
    assertThat(new StreamProgress(1).isNext(0)).isFalse();
    assertThat(new StreamProgress(1).isNext(-1)).isFalse();
  }

  private static void assertReceived(Receipt receipt, long sequence) {
    assertThat(receipt.getReceived()).isEqualTo(sequence);
  }

  private static Range range(long first, long last) {
    return Range.newBuilder().setFirst(first).setLast(last).build();
  }
}
