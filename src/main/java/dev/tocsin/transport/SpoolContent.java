package dev.tocsin.transport;

import dev.tocsin.engine.Severity;
import dev.tocsin.transport.SpoolCounters.Shed;
import dev.tocsin.transport.SpoolDirectory.Found;
import dev.tocsin.transport.SpoolRecord.Put;
import dev.tocsin.transport.SpoolRecord.Remove;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is in a spool, wherever it is kept: which entries there are, in which order, which go when
 * the bound is met, what is still to be written. One lock for all of it, never held during I/O.
 */
final class SpoolContent implements SpoolDirectory.Live, SpoolDirectory.Locations {
  /** So that sequences grow from process to process even where nothing could be stored. */
  private static final int SEQUENCES_PER_MILLI_BITS = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();

  private final long maxBytes;
  private SpoolIndex index = new SpoolIndex();

  /** Entries in memory: all that are not in a file. */
  private final NavigableMap<Long, Put> held = new TreeMap<>();

  /** What the files do not know yet. */
  private List<Remove> removals = new ArrayList<>();

  private long nextSequence;

  /** The last sequence that may be in a file: its removal has to be written. */
  private long takenUpTo;

  /** The last sequence that the sender may see. */
  private long visibleUpTo;

  private SpoolIdentity identity;
  private SpoolState state = new SpoolState(false, "");
  private Runnable listener = () -> {};
  private boolean closed;

  private long appended;
  private long recovered;
  private long unreadable;
  private long failures;
  private final Map<Shed, Long> shed = new HashMap<>();

  /**
   * Where an entry is.
   *
   * @param held the entry itself, when it is in memory
   */
  record Place(long sequence, @Nullable Put held, int segment, int offset, int size) {}

  /** What is to be written. */
  record Batch(List<Put> puts, List<Remove> removals) {}

  SpoolContent(long maxBytes, long nowMillis) {
    this.maxBytes = maxBytes;
    this.identity = SpoolIdentity.fresh(leastSequence(nowMillis));
    this.nextSequence = identity.first();
    this.visibleUpTo = Long.MAX_VALUE;
  }

  static long leastSequence(long nowMillis) {
    return nowMillis << SEQUENCES_PER_MILLI_BITS;
  }

  long append(String policy, Severity severity, long millis, byte[] bytes) {
    Put put;
    boolean visible;
    Runnable toTell;
    lock.lock();
    try {
      appended++;
      put = new Put(nextSequence, severity, millis, bytes);
      if (!makeRoom(put.size(), severity)) {
        shed.merge(new Shed(policy, severity), 1L, Long::sum);
        return 0;
      }
      nextSequence++;
      index.add(put.sequence(), put.size(), (int) (millis / 1000), policy, severity);
      held.put(put.sequence(), put);
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
      appended++;
      shed.merge(new Shed(policy, severity), 1L, Long::sum);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is room now for an entry of that severity. */
  private boolean makeRoom(int size, Severity severity) {
    for (Severity least : Severity.values()) {
      while (index.bytes() + size > maxBytes) {
        int oldest = least.compareTo(severity) > 0 ? -1 : index.oldest(least);
        if (oldest < 0) {
          break;
        }
        shed.merge(new Shed(index.policy(oldest), least), 1L, Long::sum);
        remove(oldest);
      }
    }
    return index.bytes() + size <= maxBytes;
  }

  private void remove(int position) {
    long sequence = index.sequence(position);
    held.remove(sequence);
    if (sequence <= takenUpTo) {
      Remove last = removals.isEmpty() ? null : removals.getLast();
      if (last != null && last.last() < sequence && index.after(last.last()) == position) {
        // nothing that is live lies between
        removals.set(removals.size() - 1, new Remove(last.first(), sequence));
      } else {
        removals.add(new Remove(sequence, sequence));
      }
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
          held.get(sequence),
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
      while (held.containsKey(sequence) && visibleUpTo < sequence && !closed) {
        progress.await();
      }
      return sequence > 0 && !held.containsKey(sequence) && takenUpTo >= sequence;
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
      while (held.isEmpty() && removals.isEmpty() && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      if (closed && held.isEmpty() && removals.isEmpty()) {
        return null;
      }
      List<Put> puts = new ArrayList<>();
      long bytes = 0;
      for (Put put : held.values()) {
        if (bytes > 0 && bytes + put.size() > maxBatchBytes) {
          break;
        }
        puts.add(put);
        bytes += put.size();
      }
      if (!puts.isEmpty()) {
        takenUpTo = Math.max(takenUpTo, puts.getLast().sequence());
      }
      List<Remove> taken = removals;
      removals = new ArrayList<>();
      return new Batch(puts, taken);
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
      visibleUpTo = held.isEmpty() ? nextSequence - 1 : held.firstKey() - 1;
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
      failures++;
      state = new SpoolState(false, problem);
      List<Remove> all = new ArrayList<>(batch.removals());
      all.addAll(removals);
      removals = all;
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
      takenUpTo = from.first() - 1;
      for (RecoveredEntry each : entries) {
        Put put = each.found().put();
        index.add(
            put.sequence(), put.size(), (int) (put.millis() / 1000), each.policy(), put.severity());
        index.locate(index.find(put.sequence()), each.found().segment(), each.found().offset());
        takenUpTo = Math.max(takenUpTo, put.sequence());
      }
      recovered += entries.size();
      renumber(before, takenUpTo + 1);
      makeRoom(0, Severity.CRITICAL);
      state = new SpoolState(true, "");
      visibleUpTo = held.isEmpty() ? nextSequence - 1 : held.firstKey() - 1;
      toTell = listener;
    } finally {
      lock.unlock();
    }
    toTell.run();
  }

  /** Entries that came before there was a directory follow those that were found in it. */
  private void renumber(SpoolIndex before, long first) {
    List<Put> puts = new ArrayList<>(held.values());
    held.clear();
    removals.clear();
    nextSequence = first;
    for (Put put : puts) {
      int old = before.find(put.sequence());
      Put renumbered = new Put(nextSequence++, put.severity(), put.millis(), put.content());
      index.add(
          renumbered.sequence(),
          renumbered.size(),
          before.second(old),
          before.policy(old),
          put.severity());
      held.put(renumbered.sequence(), renumbered);
    }
  }

  record RecoveredEntry(Found found, String policy) {}

  @Override
  public void locate(Put put, int segment, int offset) {
    lock.lock();
    try {
      int position = index.find(put.sequence());
      if (position >= 0) {
        index.locate(position, segment, offset);
        held.remove(put.sequence());
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
        unreadable++;
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
    lock.lock();
    try {
      return identity.name();
    } finally {
      lock.unlock();
    }
  }

  SpoolState state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  SpoolCounters counters(long nowMillis, @Nullable SpoolDirectory directory) {
    lock.lock();
    try {
      int oldest = index.after(Long.MIN_VALUE);
      return new SpoolCounters(
          index.entries(),
          index.bytes(),
          directory == null ? 0 : directory.fileBytes(),
          oldest < 0
              ? Duration.ZERO
              : Duration.ofSeconds(Math.max(0, nowMillis / 1000 - index.second(oldest))),
          appended,
          recovered,
          Map.copyOf(shed),
          unreadable + (directory == null ? 0 : directory.damaged()),
          failures);
    } finally {
      lock.unlock();
    }
  }
}
