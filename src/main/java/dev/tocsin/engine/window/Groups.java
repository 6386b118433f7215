package dev.tocsin.engine.window;

import com.google.common.hash.Hashing;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.fair.FairRoom;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one policy, bounded by their number and by bytes. Who takes the most loses the
 * group that had no match for the longest, and it is counted; a group that had none for so long
 * that nothing in it can matter is dropped, and not counted, since nothing is lost.
 */
final class Groups<G extends Group> {
  /** Longer values are known by their hash. */
  private static final int MAX_VALUE = 128;

  private final FairRoom<List<String>, G> groups;
  private final long idleMillis;
  private long evicted;

  Groups(WindowStore.Limits limits, long idleMillis) {
    this.groups = FairRoom.byUse(limits.groups(), limits.bytes());
    this.idleMillis = idleMillis;
  }

  /** The group with that key, which is the last to be evicted now; {@code null} when new. */
  @Nullable G get(List<String> key, long nowMillis) {
    G group = groups.get(key);
    if (group != null) {
      group.touch(nowMillis);
    }
    return group;
  }

  /**
   * @param contributor whose match opened it
   */
  void put(List<String> key, G group, Contributor contributor, long nowMillis) {
    group.begin(key);
    group.touch(nowMillis);
    groups.put(key, group, contributor, size(group));
  }

  /** The group holds more or less than before. */
  void changed(G group) {
    groups.resize(group.key(), size(group));
  }

  void dropIdle(long nowMillis) {
    for (G eldest = groups.eldest();
        eldest != null && eldest.touchedMillis() < nowMillis - idleMillis;
        eldest = groups.eldest()) {
      groups.remove(eldest.key());
      eldest.dropped();
    }
  }

  void evict() {
    for (G excess = groups.takeExcess(); excess != null; excess = groups.takeExcess()) {
      excess.dropped();
      evicted++;
    }
  }

  int size() {
    return groups.size();
  }

  long bytes() {
    return groups.bytes();
  }

  long evicted() {
    return evicted;
  }

  private static long size(Group group) {
    long bytes = 240 + group.bytes();
    for (String value : group.key()) {
      bytes += 56 + value.length();
    }
    return bytes;
  }

  static List<String> compact(List<String> values) {
    for (String value : values) {
      if (value.length() > MAX_VALUE) {
        return values.stream().map(Groups::compact).toList();
      }
    }
    return List.copyOf(values);
  }

  private static String compact(String value) {
    return value.length() <= MAX_VALUE
        ? value
        : Hashing.sha256().hashString(value, StandardCharsets.UTF_8).toString();
  }
}
