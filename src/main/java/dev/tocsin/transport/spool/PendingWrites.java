package dev.tocsin.transport.spool;

import dev.tocsin.transport.spool.SpoolRecord.Put;
import dev.tocsin.transport.spool.SpoolRecord.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a spool do not know yet: entries that are in memory only, and removals of what
 * may be in a file. Guarded by the lock of {@link SpoolContent}.
 */
final class PendingWrites {
  private final NavigableMap<Long, Put> entries = new TreeMap<>();
  private List<Remove> removals = new ArrayList<>();

  /** The last sequence that may be in a file: its removal has to be written. */
  private long takenUpTo;

  /** What is to be written. */
  record Batch(List<Put> puts, List<Remove> removals) {}

  boolean isEmpty() {
    return entries.isEmpty() && removals.isEmpty();
  }

  void add(Put put) {
    entries.put(put.sequence(), put);
  }

  @Nullable Put entry(long sequence) {
    return entries.get(sequence);
  }

  boolean holds(long sequence) {
    return entries.containsKey(sequence);
  }

  /** The first entry that is in memory only; {@code otherwise} when there is none. */
  long first(long otherwise) {
    return entries.isEmpty() ? otherwise : entries.firstKey();
  }

  boolean wasTaken(long sequence) {
    return sequence <= takenUpTo;
  }

  /** An entry is in a file, or need not get there. */
  void drop(long sequence) {
    entries.remove(sequence);
  }

  /** The last one removed, when the next may be joined to it; null when there is none. */
  @Nullable Remove lastRemoval() {
    return removals.isEmpty() ? null : removals.getLast();
  }

  /**
   * An entry that may be in a file is removed.
   *
   * @param joined whether nothing that is live lies between the last removal and this one
   */
  void remove(long sequence, boolean joined) {
    removals.add(new Remove(joined ? removals.removeLast().first() : sequence, sequence));
  }

  /** Removals that were taken and not written come first again. */
  void putBack(List<Remove> taken) {
    List<Remove> all = new ArrayList<>(taken);
    all.addAll(removals);
    removals = all;
  }

  /**
   * What is to be written next. Entries stay until they are in a file; removals do not.
   *
   * @param bytes about how much at once
   */
  Batch take(long bytes) {
    List<Put> puts = new ArrayList<>();
    long size = 0;
    for (Put put : entries.values()) {
      if (size > 0 && size + put.size() > bytes) {
        break;
      }
      puts.add(put);
      size += put.size();
    }
    if (!puts.isEmpty()) {
      takenUpTo = Math.max(takenUpTo, puts.getLast().sequence());
    }
    List<Remove> taken = removals;
    removals = new ArrayList<>();
    return new Batch(puts, taken);
  }

  /**
   * There are files after all, which end with that sequence: gives out all entries, to be added
   * again behind it.
   */
  List<Put> startBehind(long sequence) {
    List<Put> all = List.copyOf(entries.values());
    entries.clear();
    removals.clear();
    takenUpTo = sequence;
    return all;
  }
}
