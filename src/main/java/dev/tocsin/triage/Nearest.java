package dev.tocsin.triage;

import java.util.Comparator;
import java.util.List;

/** Which of the alerts there are was meant by a name that none has. */
final class Nearest {
  private static final int MOST = 5;

  private Nearest() {}

  /** Those that begin so, and those that a few mistakes part; in the same namespace first. */
  static List<AlertKey> to(AlertKey wanted, List<AlertKey> present) {
    return present.stream()
        .filter(each -> distance(wanted, each) <= Math.max(2, wanted.name().length() / 3))
        .sorted(
            Comparator.comparingInt((AlertKey each) -> distance(wanted, each))
                .thenComparing(each -> !each.namespace().equals(wanted.namespace()))
                .thenComparing(AlertKey::toString))
        .limit(MOST)
        .toList();
  }

  private static int distance(AlertKey wanted, AlertKey present) {
    return present.name().startsWith(wanted.name()) ? 0 : edits(wanted.name(), present.name());
  }

  /** Levenshtein's distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
