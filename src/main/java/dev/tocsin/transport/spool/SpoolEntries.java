package dev.tocsin.transport.spool;

import dev.tocsin.engine.policy.Severity;
import dev.tocsin.transport.spool.SpoolContent.Place;
import dev.tocsin.transport.spool.SpoolContent.RecoveredEntry;
import dev.tocsin.transport.spool.SpoolRecord.Put;
import dev.tocsin.transport.spool.SpoolRecord.Remove;
import dev.tocsin.transport.spool.SpoolShares.SpoolShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The books of a spool: which entries there are, which are still to be written, which go when the
 * bound is met, and how many did. Guarded by the lock of the {@link SpoolContent}.
 */
final class SpoolEntries {
  private final long maxBytes;
  private final PendingWrites pending = new PendingWrites();
  private final SpoolTally tally = new SpoolTally();
  private SpoolIndex index = new SpoolIndex();
  private long nextSequence;

  /**
   * @param first the sequence of the first entry
   */
  SpoolEntries(long maxBytes, long first) {
    this.maxBytes = maxBytes;
    this.nextSequence = first;
  }

  PendingWrites pending() {
    return pending;
  }

  SpoolTally tally() {
    return tally;
  }

  /** The last sequence before all that is still to be written. */
  long writtenUpTo() {
    return pending.first(nextSequence) - 1;
  }

  /** Returns the entry's sequence, or 0 when there is no room for it. */
  long append(SpoolSource source, Severity severity, long millis, byte[] bytes) {
    tally.appended();
    Put put = new Put(nextSequence, severity, millis, bytes);
    if (!makeRoom(put.size(), severity, source)) {
      tally.shed(source.policy(), severity);
      return 0;
    }
    nextSequence++;
    index.add(put.sequence(), put.size(), (int) (millis / 1000), source, severity);
    pending.add(put);
    return put.sequence();
  }

  /** An entry that was not even taken. */
  void shed(String policy, Severity severity) {
    tally.appended();
    tally.shed(policy, severity);
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
    pending.drop(sequence);
    if (pending.wasTaken(sequence)) {
      Remove last = pending.lastRemoval();
      pending.remove(
          sequence, last != null && last.last() < sequence && index.after(last.last()) == position);
    }
    index.remove(position);
  }

  /** Returns how many there were. */
  long remove(long first, long last) {
    int before = index.entries();
    for (int position = index.after(first - 1);
        position >= 0 && index.sequence(position) <= last;
        position = index.after(index.sequence(position))) {
      remove(position);
    }
    return before - index.entries();
  }

  /** The first entry after a sequence, up to another; null when there is none. */
  @Nullable Place next(long after, long upTo) {
    int position = index.after(after);
    if (position < 0 || index.sequence(position) > upTo) {
      return null;
    }
    long sequence = index.sequence(position);
    return new Place(
        sequence,
        pending.entry(sequence),
        index.segment(position),
        index.offset(position),
        index.size(position));
  }

  /** What a directory held, older than what came since. */
  void recovered(long first, List<RecoveredEntry> entries) {
    SpoolIndex before = index;
    index = new SpoolIndex();
    long last = first - 1;
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
  }

  /** Entries that came before there was a directory follow those that were found in it. */
  private void renumber(SpoolIndex before, long last) {
    nextSequence = last + 1;
    for (Put put : pending.startBehind(last)) {
      int old = before.find(put.sequence());
      Put renumbered = new Put(nextSequence++, put.severity(), put.millis(), put.content());
      index.add(
          renumbered.sequence(),
          renumbered.size(),
          before.second(old),
          before.source(old),
          put.severity());
      pending.add(renumbered);
    }
  }

  /** An entry was written to a file. */
  void locate(Put put, int segment, int offset) {
    int position = index.find(put.sequence());
    if (position >= 0) {
      index.locate(position, segment, offset);
      pending.drop(put.sequence());
    }
  }

  /** An entry cannot be read back from its file. */
  void unreadable(long sequence) {
    int position = index.find(sequence);
    if (position >= 0) {
      tally.unreadable();
      remove(position);
    }
  }

  boolean isEmpty(int segment) {
    return index.isEmpty(segment);
  }

  long[] inSegment(int segment) {
    return index.inSegment(segment);
  }

  SpoolCounters counters(long nowMillis, @Nullable SpoolDirectory directory) {
    return tally.counters(index, nowMillis, directory);
  }
}
