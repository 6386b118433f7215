package dev.tocsin.transport.spool;

import dev.tocsin.engine.policy.Severity;
import dev.tocsin.transport.spool.SpoolShares.SpoolShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a spool knows of its entries without reading them: columns in the order of the sequence, 33
 * bytes an entry, so that a full spool costs little heap.
 *
 * <p>Entries are added at the end only. A removed one leaves a hole (size 0), and holes are closed
 * when they are more than half. Positions are valid until the next {@link #add}.
 */
final class SpoolIndex {
  /** Instead of a segment's number: the entry is in memory. */
  static final int IN_MEMORY = -1;

  private long[] sequences = new long[64];
  private int[] sizes = new int[64];
  private int[] seconds = new int[64];
  private int[] policies = new int[64];
  private int[] segments = new int[64];
  private int[] offsets = new int[64];
  private byte[] severities = new byte[64];
  private SpoolShare[] shares = new SpoolShare[64];

  /** Positions in use: from start to end; start is not a hole, unless it is the end. */
  private int start;

  private int end;
  private int entries;
  private long bytes;

  private final SpoolShares contributors = new SpoolShares();
  private final Map<Integer, Integer> liveInSegment = new HashMap<>();

  /** Policies by number: many entries have the same. */
  private final List<String> policyNames = new ArrayList<>();

  private final Map<String, Integer> policyNumbers = new HashMap<>();

  /**
   * @param sequence greater than all before
   * @param size in bytes, greater than 0
   * @param second Unix time
   */
  void add(long sequence, int size, int second, SpoolSource source, Severity severity) {
    if (end == sequences.length) {
      makeRoom();
    }
    sequences[end] = sequence;
    sizes[end] = size;
    seconds[end] = second;
    policies[end] =
        policyNumbers.computeIfAbsent(
            source.policy(),
            name -> {
              policyNames.add(name);
              return policyNames.size() - 1;
            });
    segments[end] = IN_MEMORY;
    severities[end] = (byte) severity.ordinal();
    shares[end] = contributors.add(source, severity, size);
    end++;
    entries++;
    bytes += size;
  }

  /** The position of an entry, -1 when there is none of that sequence. */
  int find(long sequence) {
    int position = Arrays.binarySearch(sequences, start, end, sequence);
    return position >= 0 && sizes[position] > 0 ? position : -1;
  }

  /** The position of the first entry with a greater sequence, -1 when there is none. */
  int after(long sequence) {
    int position = Arrays.binarySearch(sequences, start, end, sequence);
    position = position >= 0 ? position + 1 : -position - 1;
    while (position < end && sizes[position] == 0) {
      position++;
    }
    return position < end ? position : -1;
  }

  SpoolShares shares() {
    return contributors;
  }

  /**
   * The position of the entry that has to go, -1 when whoever has to make room has none.
   *
   * @param maxBytes less than there is and is claimed
   */
  int victim(long maxBytes) {
    SpoolShare share = contributors.victim(maxBytes);
    Severity least = share.least();
    return least == null ? -1 : oldest(share, least);
  }

  /** Whether an entry is of a contributor, and more severe. */
  boolean isOfAndAbove(int position, SpoolShare share, Severity severity) {
    return shares[position] == share && severities[position] > severity.ordinal();
  }

  /** The position of the oldest entry of a contributor and severity, -1 when there is none. */
  private int oldest(SpoolShare share, Severity severity) {
    int position = Math.max(start, share.oldest(severity));
    while (position < end
        && (sizes[position] == 0
            || shares[position] != share
            || severities[position] != severity.ordinal())) {
      position++;
    }
    share.oldest(severity, position);
    return position < end ? position : -1;
  }

  void locate(int position, int segment, int offset) {
    forget(segments[position]);
    segments[position] = segment;
    offsets[position] = offset;
    if (segment != IN_MEMORY) {
      liveInSegment.merge(segment, 1, Integer::sum);
    }
  }

  void remove(int position) {
    forget(segments[position]);
    contributors.remove(shares[position], severity(position), sizes[position]);
    bytes -= sizes[position];
    sizes[position] = 0;
    entries--;
    while (start < end && sizes[start] == 0) {
      start++;
    }
  }

  private void forget(int segment) {
    if (segment != IN_MEMORY) {
      liveInSegment.computeIfPresent(segment, (_, live) -> live == 1 ? null : live - 1);
    }
  }

  /** Sequences of the entries of a segment. */
  long[] inSegment(int segment) {
    long[] found = new long[liveInSegment.getOrDefault(segment, 0)];
    int count = 0;
    for (int position = start; count < found.length; position++) {
      if (sizes[position] > 0 && segments[position] == segment) {
        found[count++] = sequences[position];
      }
    }
    return found;
  }

  boolean isEmpty(int segment) {
    return !liveInSegment.containsKey(segment);
  }

  long sequence(int position) {
    return sequences[position];
  }

  int size(int position) {
    return sizes[position];
  }

  int second(int position) {
    return seconds[position];
  }

  String policy(int position) {
    return policyNames.get(policies[position]);
  }

  SpoolSource source(int position) {
    SpoolShare share = shares[position];
    return new SpoolSource(policy(position), share.isNamespaced(), share.contributor());
  }

  Severity severity(int position) {
    return Severity.values()[severities[position]];
  }

  int segment(int position) {
    return segments[position];
  }

  int offset(int position) {
    return offsets[position];
  }

  int entries() {
    return entries;
  }

  long bytes() {
    return bytes;
  }

  private void makeRoom() {
    int capacity = entries > sequences.length / 2 ? sequences.length * 2 : sequences.length;
    int to = 0;
    long[] newSequences = new long[capacity];
    int[] newSizes = new int[capacity];
    int[] newSeconds = new int[capacity];
    int[] newPolicies = new int[capacity];
    int[] newSegments = new int[capacity];
    int[] newOffsets = new int[capacity];
    byte[] newSeverities = new byte[capacity];
    SpoolShare[] newShares = new SpoolShare[capacity];
    for (int from = start; from < end; from++) {
      if (sizes[from] > 0) {
        newSequences[to] = sequences[from];
        newSizes[to] = sizes[from];
        newSeconds[to] = seconds[from];
        newPolicies[to] = policies[from];
        newSegments[to] = segments[from];
        newOffsets[to] = offsets[from];
        newSeverities[to] = severities[from];
        newShares[to] = shares[from];
        newShares[to].forgetOldest();
        to++;
      }
    }
    sequences = newSequences;
    sizes = newSizes;
    seconds = newSeconds;
    policies = newPolicies;
    segments = newSegments;
    offsets = newOffsets;
    severities = newSeverities;
    shares = newShares;
    start = 0;
    end = to;
  }
}
