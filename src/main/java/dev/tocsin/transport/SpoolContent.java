package dev.tocsin.transport;

import dev.tocsin.engine.Severity;
import dev.tocsin.transport.SpoolDirectory.Found;
import dev.tocsin.transport.SpoolRecord.Put;
import dev.tocsin.transport.SpoolRecord.Remove;
import dev.tocsin.transport.SpoolShares.SpoolShare;
import dev.tocsin.transport.Unwritten.Batch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is in a spool, wherever it is kept: which entries there are, in which order, which go when
 * the bound is met; what is still to be written is {@link Unwritten}. One lock for all of it, never
 * held during I/O.
 */
final class SpoolContent implements SpoolDirectory.Live, SpoolDirectory.Locations {
  /** So that sequences grow from process to process even where nothing could be stored. */
  private static final int SEQUENCES_PER_MILLI_BITS = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();

  private final long maxBytes;
  private SpoolIndex index = new SpoolIndex();

  private final Unwritten unwritten = new Unwritten();
  private final SpoolTally tally = new SpoolTally();
  private long nextSequence;

  /** The last sequence that the sender may see. */
  private long visibleUpTo;

  private volatile SpoolIdentity identity;
  private volatile SpoolState state = new SpoolState(false, "");
  private Runnable listener = () -> {};
  private boolean closed;

  /**
   * Where an entry is.
   *
   * @param held the entry itself, when it is in memory
   */
  record Place(long sequence, @Nullable Put held, int segment, int offset, int size) {}

  SpoolContent(long maxBytes, long nowMillis) {
    this.maxBytes = maxBytes;
    this.identity = SpoolIdentity.fresh(leastSequence(nowMillis));
    this.nextSequence = identity.first();
    this.visibleUpTo = Long.MAX_VALUE;
  }

  static long leastSequence(long nowMillis) {
    return nowMillis << SEQUENCES_PER_MILLI_BITS;
  }

  long append(SpoolSource source, Severity severity, long millis, byte[] bytes) {
    Put put;
    boolean visible;
    Runnable toTell;
    lock.lock();
    try {
      tally.appended();
      put = new Put(nextSequence, severity, millis, bytes);
      if (!makeRoom(put.size(), severity, source)) {
        tally.shed(source.policy(), severity);
        return 0;
      }
      nextSequence++;
      index.add(put.sequence(), put.size(), (int) (millis / 1000), source, severity);
      unwritten.add(put);
      visible = visibleUpTo == Long.MAX_VALUE;
      toTell = listener;
      work.signal();
    } finally {
      lock.unlock();
    }
    if (visible) {
      toTell.run();
    }
    return put.sequence();
  }

  /** An entry that was not even taken. */
  void shed(String policy, Severity severity) {
    lock.lock();
    try {
      tally.appended();
      tally.shed(policy, severity);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is room now for an entry: its own contributor may have to make some. */
  private boolean makeRoom(int size, Severity severity, SpoolSource source) {
    SpoolShare own = index.shares().claim(source, size);
    boolean fits = true;
    while (fits && index.bytes() + size > maxBytes) {
      int victim = index.victim(maxBytes);
      fits = victim >= 0 && !index.isOfAndAbove(victim, own, severity);
      if (fits) {
        shed(victim);
      }
    }
    index.shares().disclaim(own, size);
    return fits;
  }

  private void shed(int position) {
    tally.shed(index.policy(position), index.severity(position));
    remove(position);
  }

  private void remove(int position) {
    long sequence = index.sequence(position);
    unwritten.drop(sequence);
    if (unwritten.wasTaken(sequence)) {
      Remove last = unwritten.lastRemoval();
      unwritten.remove(
          sequence, last != null && last.last() < sequence && index.after(last.last()) == position);
      work.signal();
    }
    index.remove(position);
  }

  /** Returns how many there were. */
  long remove(long first, long last) {
    lock.lock();
    try {
      int before = index.entries();
      for (int position = index.after(first - 1);
          position >= 0 && index.sequence(position) <= last;
          position = index.after(index.sequence(position))) {
        remove(position);
      }
      return before - index.entries();
    } finally {
      lock.unlock();
    }
  }

  /** The first entry after a sequence that the sender may see, null when there is none. */
  @Nullable Place next(long after) {
    lock.lock();
    try {
      int position = index.after(after);
      if (position < 0 || index.sequence(position) > visibleUpTo) {
        return null;
      }
      long sequence = index.sequence(position);
      return new Place(
          sequence,
          unwritten.entry(sequence),
          index.segment(position),
          index.offset(position),
          index.size(position));
    } finally {
      lock.unlock();
    }
  }

  boolean awaitWritten(long sequence) throws InterruptedException {
    lock.lock();
    try {
      while (unwritten.holds(sequence) && visibleUpTo < sequence && !closed) {
        progress.await();
      }
      return sequence > 0 && !unwritten.holds(sequence) && unwritten.wasTaken(sequence);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is something to write, at most so long, and takes it; null when the spool is
   * closed and nothing is left.
   *
   * @param maxBatchBytes about how much at once
   */
  @Nullable Batch take(long maxBatchBytes, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (unwritten.isEmpty() && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      return closed && unwritten.isEmpty() ? null : unwritten.take(maxBatchBytes);
    } finally {
      lock.unlock();
    }
  }

  /** Waits, until closed at most. */
  void pause(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (!closed && left > 0) {
        left = work.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** A batch is in the files, with the places that {@link #locate} was told. */
  void written(Batch batch) {
    Runnable toTell;
    lock.lock();
    try {
      state = new SpoolState(true, "");
      visibleUpTo = unwritten.first(nextSequence) - 1;
      progress.signalAll();
      toTell = listener;
    } finally {
      lock.unlock();
    }
    if (!batch.puts().isEmpty()) {
      toTell.run();
    }
  }

  /** A batch is not, or not wholly, in the files: what is held may be sent from memory. */
  void failed(Batch batch, String problem) {
    Runnable toTell;
    lock.lock();
    try {
      tally.failed();
      state = new SpoolState(false, problem);
      unwritten.putBack(batch.removals());
      visibleUpTo = Long.MAX_VALUE;
      progress.signalAll();
      toTell = listener;
    } finally {
      lock.unlock();
    }
    toTell.run();
  }

  /** What a directory held, older than what came since. */
  void recovered(SpoolIdentity from, List<RecoveredEntry> entries) {
    Runnable toTell;
    lock.lock();
    try {
      SpoolIndex before = index;
      index = new SpoolIndex();
      identity = from;
      long last = from.first() - 1;
      for (RecoveredEntry each : entries) {
        Put put = each.found().put();
        index.add(
            put.sequence(), put.size(), (int) (put.millis() / 1000), each.source(), put.severity());
        index.locate(index.find(put.sequence()), each.found().segment(), each.found().offset());
        last = Math.max(last, put.sequence());
      }
      tally.recovered(entries.size());
      renumber(before, last);
      while (index.bytes() > maxBytes) {
        shed(index.victim(maxBytes));
      }
      state = new SpoolState(true, "");
      visibleUpTo = unwritten.first(nextSequence) - 1;
      toTell = listener;
    } finally {
      lock.unlock();
    }
    toTell.run();
  }

  /** Entries that came before there was a directory follow those that were found in it. */
  private void renumber(SpoolIndex before, long last) {
    nextSequence = last + 1;
    for (Put put : unwritten.startBehind(last)) {
      int old = before.find(put.sequence());
      Put renumbered = new Put(nextSequence++, put.severity(), put.millis(), put.content());
      index.add(
          renumbered.sequence(),
          renumbered.size(),
          before.second(old),
          before.source(old),
          put.severity());
      unwritten.add(renumbered);
    }
  }

  record RecoveredEntry(Found found, SpoolSource source) {}

  @Override
  public void locate(Put put, int segment, int offset) {
    lock.lock();
    try {
      int position = index.find(put.sequence());
      if (position >= 0) {
        index.locate(position, segment, offset);
        unwritten.drop(put.sequence());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isEmpty(int segment) {
    lock.lock();
    try {
      return index.isEmpty(segment);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long[] inSegment(int segment) {
    lock.lock();
    try {
      return index.inSegment(segment);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forgetRestOf(int segment) {
    for (long sequence : inSegment(segment)) {
      unreadable(sequence);
    }
  }

  /** An entry that cannot be read back from its file. */
  void unreadable(long sequence) {
    lock.lock();
    try {
      int position = index.find(sequence);
      if (position >= 0) {
        tally.unreadable();
        remove(position);
      }
    } finally {
      lock.unlock();
    }
  }

  void onAvailable(Runnable newListener) {
    lock.lock();
    try {
      listener = newListener;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  String identity() {
    return identity.name();
  }

  SpoolState state() {
    return state;
  }

  SpoolCounters counters(long nowMillis, @Nullable SpoolDirectory directory) {
    lock.lock();
    try {
      return tally.counters(index, nowMillis, directory);
    } finally {
      lock.unlock();
    }
  }
}
