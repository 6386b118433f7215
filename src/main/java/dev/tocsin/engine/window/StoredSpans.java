package dev.tocsin.engine.window;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The event times that stored findings cover, by the digest of policy and group: what an earlier
 * process made findings of. Thread safe.
 */
public final class StoredSpans {
  private final Map<String, List<Span>> byGroup = new ConcurrentHashMap<>();

  public void add(String groupDigest, Span span) {
    List<Span> spans = byGroup.computeIfAbsent(groupDigest, key -> new CopyOnWriteArrayList<>());
    if (!spans.contains(span)) {
      spans.add(span);
    }
  }

  boolean cover(String groupDigest, long time) {
    for (Span span : byGroup.getOrDefault(groupDigest, List.of())) {
      if (span.covers(time)) {
        return true;
      }
    }
    return false;
  }

  /** No match that belongs to one of them can come any more. */
  public void clear() {
    byGroup.clear();
  }
}
