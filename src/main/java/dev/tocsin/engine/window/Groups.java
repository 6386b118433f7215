package dev.tocsin.engine.window;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one policy, bounded by their number and by bytes. The group that had no match for
 * the longest is evicted first, and counted; one that had none for so long that nothing in it can
 * matter is dropped, and not counted, since nothing is lost.
 */
final class Groups<G extends Group> {
  /** Longer values are known by their hash. */
  private static final int MAX_VALUE = 128;

  private final LinkedHashMap<List<String>, G> groups = new LinkedHashMap<>(16, 0.75f, true);
  private final WindowStore.Limits limits;
  private final long idleMillis;
  private long bytes;
  private long evicted;

  Groups(WindowStore.Limits limits, long idleMillis) {
    this.limits = limits;
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

  void put(List<String> key, G group, long nowMillis) {
    group.touch(nowMillis);
    groups.put(key, group);
    bytes += keyBytes(key) + group.growth();
  }

  /** The group holds more or less than before. */
  void changed(G group) {
    bytes += group.growth();
  }

  void dropIdle(long nowMillis) {
    Iterator<Map.Entry<List<String>, G>> eldest = groups.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<List<String>, G> entry = eldest.next();
      if (entry.getValue().touchedMillis() >= nowMillis - idleMillis) {
        return;
      }
      eldest.remove();
      gone(entry.getKey(), entry.getValue());
    }
  }

  void evict() {
    Iterator<Map.Entry<List<String>, G>> eldest = groups.entrySet().iterator();
    while ((groups.size() > limits.groups() || bytes > limits.bytes()) && eldest.hasNext()) {
      Map.Entry<List<String>, G> entry = eldest.next();
      eldest.remove();
      gone(entry.getKey(), entry.getValue());
      evicted++;
    }
  }

  private void gone(List<String> key, G group) {
    bytes -= keyBytes(key) + group.accounted();
    group.dropped();
  }

  Collection<G> all() {
    return groups.values();
  }

  int size() {
    return groups.size();
  }

  long bytes() {
    return bytes;
  }

  long evicted() {
    return evicted;
  }

  private static long keyBytes(List<String> key) {
    long bytes = 120;
    for (String value : key) {
      bytes += 56 + value.length();
    }
    return bytes;
  }

  static List<String> compact(List<String> values) {
    List<String> compact = new ArrayList<>(values.size());
    for (String value : values) {
      compact.add(
          value.length() <= MAX_VALUE
              ? value
              : Hashing.sha256().hashString(value, StandardCharsets.UTF_8).toString());
    }
    return List.copyOf(compact);
  }
}
