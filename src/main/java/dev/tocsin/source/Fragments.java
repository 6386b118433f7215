package dev.tocsin.source;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines that a container runtime cut, because they were longer than its buffer, until their rest
 * comes. Each stream of a container has its own.
 */
final class Fragments {
  /** The longest line, in characters. */
  static final int MAX_LENGTH = 16 << 20;

  private static final int MAX_STREAMS = 16;

  private final Map<String, Fragment> byStream = new HashMap<>();

  /**
   * A line that has begun.
   *
   * @param begin where its first part stands
   */
  record Fragment(StringBuilder text, Position begin) {}

  /**
   * Adds a part.
   *
   * @return false where the line becomes too long, or there are too many streams
   */
  boolean add(String stream, String part, Position position) {
    if (byStream.size() >= MAX_STREAMS && !byStream.containsKey(stream)) {
      return false;
    }
    Fragment fragment =
        byStream.computeIfAbsent(stream, key -> new Fragment(new StringBuilder(), position));
    if (fragment.text().length() + part.length() > MAX_LENGTH) {
      return false;
    }
    fragment.text().append(part);
    return true;
  }

  /** Takes out what has come of the line so far; null where none has begun. */
  @Nullable Fragment take(String stream) {
    return byStream.remove(stream);
  }

  /** Takes out any line that has begun; null where there is none. */
  @Nullable Fragment takeAny() {
    return byStream.isEmpty() ? null : byStream.remove(byStream.keySet().iterator().next());
  }
}
