package dev.tocsin.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What was shown last of texts: the arguments of a parent come again with each of its children, the
 * name of a pod with each of its findings. Bounded in number and length; for one thread.
 */
final class RecentExcerpts {
  private static final int MOST = 128;

  /** Longer ones are worked out each time: in characters, those of the programs included. */
  private static final int LONGEST = 1024;

  private static final float LOAD = 0.75f;

  private final BiFunction<String, List<String>, String> shown;
  private final Map<Given, String> recent =
      new LinkedHashMap<>(MOST, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Given, String> eldest) {
          return size() > MOST;
        }
      };

  private record Given(String text, List<String> programs) {}

  /**
   * @param shown what is to be shown of a text, given the programs that it is about
   */
  RecentExcerpts(BiFunction<String, List<String>, String> shown) {
    this.shown = shown;
  }

  String of(String text, List<String> programs) {
    return text.isEmpty() || isLong(text, programs)
        ? shown.apply(text, programs)
        : recent.computeIfAbsent(
            new Given(text, programs), given -> shown.apply(given.text(), given.programs()));
  }

  private static boolean isLong(String text, List<String> programs) {
    long length = text.length();
    for (String program : programs) {
      length += program.length();
    }
    return length > LONGEST;
  }
}
