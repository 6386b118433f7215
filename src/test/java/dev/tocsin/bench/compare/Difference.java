package dev.tocsin.bench.compare;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What the rounds of two revisions say of one thing.
 *
 * @param before seconds of the base's rounds
 * @param after seconds of the other's
 */
record Difference(String name, List<Double> before, List<Double> after) {
  private static final List<String> UNITS = List.of("s", "ms", "us", "ns");

  /** Whether all rounds of one are above all rounds of the other. */
  boolean isBeyondNoise() {
    return Collections.min(before) > Collections.max(after)
        || Collections.min(after) > Collections.max(before);
  }

  /** The median after, as a part of the median before. */
  double ratio() {
    return median(after) / median(before);
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-52s %-30s %-30s %s%n",
        name,
        text(before),
        text(after),
        isBeyondNoise()
            ? String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio() - 1))
            : String.format(Locale.ROOT, "within the noise (%+.1f %%)", 100 * (ratio() - 1)));
  }

  private static String text(List<Double> seconds) {
    double middle = median(seconds);
    int unit = 0;
    double scale = 1;
    while (middle * scale < 1 && unit < UNITS.size() - 1) {
      unit++;
      scale *= 1000;
    }
    return String.format(
        Locale.ROOT,
        "%.3g %s (%.3g to %.3g)",
        middle * scale,
        UNITS.get(unit),
        Collections.min(seconds) * scale,
        Collections.max(seconds) * scale);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
