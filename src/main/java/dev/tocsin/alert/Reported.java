package dev.tocsin.alert;

import dev.tocsin.engine.Finding;

/**
 * Findings of one policy and group that were reported as one: a storm takes little room on its way.
 *
 * @param finding one of them, which stands for all
 * @param count how many, at least 1
 * @param firstNanos earliest event time, Unix time in nanoseconds; 0 when not known
 * @param lastNanos latest event time
 */
public record Reported(Finding finding, long count, long firstNanos, long lastNanos) {

  public Reported {
    if (count < 1) {
      throw new IllegalArgumentException("a report of " + count + " findings");
    }
  }

  public static Reported once(Finding finding) {
    long time = finding.facts().timeNanos();
    return new Reported(finding, 1, time, time);
  }
}
