package dev.tocsin.transport.spool;

import dev.tocsin.engine.policy.Severity;
import dev.tocsin.transport.spool.PendingWrites.Batch;
import dev.tocsin.transport.spool.SpoolDirectory.Found;
import dev.tocsin.transport.spool.SpoolRecord.Put;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is in a spool, wherever it is kept, for those who fill it, write it and send it: who waits
 * for what, and what the sender may see already. The books are {@link SpoolEntries}. One lock for
 * all of it, never held during I/O.
 */
final class SpoolContent implements SpoolDirectory.Live, SpoolDirectory.Locations {
  /** So that sequences grow from process to process even where nothing could be stored. */
  private static final int SEQUENCES_PER_MILLI_BITS = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();

  private final SpoolEntries entries;
  private final PendingWrites pending;

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
    this.identity = SpoolIdentity.fresh(leastSequence(nowMillis));
    this.entries = new SpoolEntries(maxBytes, identity.first());
    this.pending = entries.pending();
    this.visibleUpTo = Long.MAX_VALUE;
  }

  static long leastSequence(long nowMillis) {
    return nowMillis << SEQUENCES_PER_MILLI_BITS;
  }

  long append(SpoolSource source, Severity severity, long millis, byte[] bytes) {
    long sequence;
    boolean visible;
    Runnable toTell;
    lock.lock();
    try {
      sequence = entries.append(source, severity, millis, bytes);
      visible = sequence != 0 && visibleUpTo == Long.MAX_VALUE;
      toTell = listener;
      signalWork();
    } finally {
      lock.unlock();
    }
    if (visible) {
      toTell.run();
    }
    return sequence;
  }

  /** An entry that was not even taken. */
  void shed(String policy, Severity severity) {
    lock.lock();
    try {
      entries.shed(policy, severity);
    } finally {
      lock.unlock();
    }
  }

  private void signalWork() {
    if (!pending.isEmpty()) {
      work.signal();
    }
  }

  /** Returns how many there were. */
  long remove(long first, long last) {
    lock.lock();
    try {
      long removed = entries.remove(first, last);
      signalWork();
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /** The first entry after a sequence that the sender may see, null when there is none. */
  @Nullable Place next(long after) {
    lock.lock();
    try {
      return entries.next(after, visibleUpTo);
    } finally {
      lock.unlock();
    }
  }

  boolean awaitWritten(long sequence) throws InterruptedException {
    lock.lock();
    try {
      while (pending.holds(sequence) && visibleUpTo < sequence && !closed) {
        progress.await();
      }
      return sequence > 0 && !pending.holds(sequence) && pending.wasTaken(sequence);
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
      while (pending.isEmpty() && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      return closed && pending.isEmpty() ? null : pending.take(maxBatchBytes);
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

  /** A batch is in the files, with the places that {@link #locate} was notified of. */
  void written(Batch batch) {
    Runnable toTell;
    lock.lock();
    try {
      state = new SpoolState(true, "");
      visibleUpTo = entries.writtenUpTo();
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
      entries.tally().failed();
      state = new SpoolState(false, problem);
      pending.putBack(batch.removals());
      visibleUpTo = Long.MAX_VALUE;
      progress.signalAll();
      toTell = listener;
    } finally {
      lock.unlock();
    }
    toTell.run();
  }

  /** What a directory held, older than what came since. */
  void recovered(SpoolIdentity from, List<RecoveredEntry> found) {
    Runnable toTell;
    lock.lock();
    try {
      identity = from;
      entries.recovered(from.first(), found);
      signalWork();
      state = new SpoolState(true, "");
      visibleUpTo = entries.writtenUpTo();
      toTell = listener;
    } finally {
      lock.unlock();
    }
    toTell.run();
  }

  record RecoveredEntry(Found found, SpoolSource source) {}

  @Override
  public void locate(Put put, int segment, int offset) {
    lock.lock();
    try {
      entries.locate(put, segment, offset);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isEmpty(int segment) {
    lock.lock();
    try {
      return entries.isEmpty(segment);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long[] inSegment(int segment) {
    lock.lock();
    try {
      return entries.inSegment(segment);
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
      entries.unreadable(sequence);
      signalWork();
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
      return entries.counters(nowMillis, directory);
    } finally {
      lock.unlock();
    }
  }
}
