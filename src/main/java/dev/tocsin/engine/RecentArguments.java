package dev.tocsin.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * What was shown last of the arguments of processes: those of a parent come again with each of its
 * children. Bounded in number and length; for one thread.
 */
final class RecentArguments {
  private static final int MOST = 128;

  /** Longer ones are worked out each time, in characters. */
  private static final int LONGEST = 1024;

  private static final float LOAD = 0.75f;

  private final BinaryOperator<String> shown;
  private final Map<Given, String> recent =
      new LinkedHashMap<>(MOST, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Given, String> eldest) {
          return size() > MOST;
        }
      };

  private record Given(String arguments, String binary) {}

  /**
   * @param shown what is to be shown of arguments, given the program
   */
  RecentArguments(BinaryOperator<String> shown) {
    this.shown = shown;
  }

  String of(String arguments, String binary) {
    return arguments.isEmpty() || arguments.length() + binary.length() > LONGEST
        ? shown.apply(arguments, binary)
        : recent.computeIfAbsent(
            new Given(arguments, binary), given -> shown.apply(given.arguments(), given.binary()));
  }
}
