package dev.tocsin.alert;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The alerts that an overflow alert stands for, as far as they are counted one by one. */
final class AggregatedAlerts {
  private static final int MOST = 4096;

  /** The same of one pod; there can be many of these. */
  private static final int MOST_OF_POD = 256;

  private final int most;
  private final Set<String> bases = new LinkedHashSet<>(0);

  AggregatedAlerts(@Nullable Overflow overflow) {
    this.most = overflow != null && overflow.cap() == Cap.POD ? MOST_OF_POD : MOST;
  }

  /** Whether it is another one, by the base of its name. */
  boolean add(String base) {
    return bases.size() < most && bases.add(base);
  }

  void clear() {
    bases.clear();
  }
}
