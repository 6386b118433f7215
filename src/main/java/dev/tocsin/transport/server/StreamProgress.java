package dev.tocsin.transport.server;

import dev.tocsin.transport.proto.Range;
import dev.tocsin.transport.proto.Receipt;
import java.util.Arrays;
import java.util.Optional;

/**
 * The account of one stream: which entries were taken, which of them are done, and what of it the
 * sensor has been sent. For any thread.
 *
 * <p>"Received" stops moving while more than {@code openLimit} entries are not done. The sensor
 * then sends no more than its window, so no more than both together are ever held. Matches do not
 * count there: they are kept for as long as their window is, and that must not stop findings.
 */
final class StreamProgress {
  private final int openLimit;

  /** The last entry that was taken or refused; 0 before the first. */
  private long last;

  private long receivedSent;
  private int untold;
  private int open;
  private int kept;
  private int pending;
  private long refused;
  private long[] done = new long[64];
  private int doneCount;

  StreamProgress(int openLimit) {
    this.openLimit = openLimit;
  }

  /** Whether an entry may be the next one. */
  synchronized boolean isNext(long sequence) {
    return sequence > last;
  }

  /** How many entries came since "received" was last sent. */
  synchronized int unreceived() {
    return untold;
  }

  synchronized int open() {
    return open;
  }

  /** Matches that were kept and are not done. */
  synchronized int kept() {
    return kept;
  }

  /** Returns how many changes wait to be sent. */
  synchronized int take(long sequence) {
    arrived(sequence);
    open++;
    return ++pending;
  }

  /** As {@link #take}, of a match. */
  synchronized int keep(long sequence) {
    arrived(sequence);
    kept++;
    return ++pending;
  }

  /** Returns how many changes wait to be sent. */
  synchronized int refuse(long sequence) {
    arrived(sequence);
    refused++;
    return settled(sequence);
  }

  /** Of an entry that was taken; once. Returns how many changes wait to be sent. */
  synchronized int done(long sequence) {
    open--;
    return settled(sequence);
  }

  /** Of a match that was kept; once. Returns how many changes wait to be sent. */
  synchronized int released(long sequence) {
    kept--;
    return settled(sequence);
  }

  private int settled(long sequence) {
    if (doneCount == done.length) {
      done = Arrays.copyOf(done, 2 * doneCount);
    }
    done[doneCount++] = sequence;
    return ++pending;
  }

  private void arrived(long sequence) {
    last = sequence;
    untold++;
  }

  /** What there is to send since the last call. */
  synchronized Optional<Receipt> next() {
    pending = 0;
    boolean moves = open <= openLimit && last != receivedSent;
    if (!moves && doneCount == 0) {
      return Optional.empty();
    }
    if (moves) {
      receivedSent = last;
      untold = 0;
    }
    Receipt.Builder receipt = Receipt.newBuilder().setReceived(receivedSent).setRefused(refused);
    addRanges(receipt);
    refused = 0;
    doneCount = 0;
    return Optional.of(receipt.build());
  }

  /** Only sequences that follow each other make a range: what is between others is not known. */
  private void addRanges(Receipt.Builder receipt) {
    Arrays.sort(done, 0, doneCount);
    int begin = 0;
    for (int i = 1; i <= doneCount; i++) {
      if (i == doneCount || done[i] != done[i - 1] + 1) {
        receipt.addDone(Range.newBuilder().setFirst(done[begin]).setLast(done[i - 1]));
        begin = i;
      }
    }
  }
}
