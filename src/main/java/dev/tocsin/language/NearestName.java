package dev.tocsin.language;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which name somebody meant who mistyped it, or left off its end. */
final class NearestName {
  private static final int MOST_EDITS = 2;
  private static final int MOST_LETTERS = 64;

  private NearestName() {}

  /** Empty when none is near. */
  static Optional<String> of(String name, Collection<String> names) {
    if (name.length() > MOST_LETTERS) {
      return Optional.empty();
    }
    int most = Math.min(MOST_EDITS, name.length() / 3);
    return names.stream()
        .filter(each -> edits(name, each) <= most || isLonger(each, name))
        .min(
            Comparator.comparingInt((String each) -> edits(name, each))
                .thenComparing(each -> each));
  }

  /** Whether a name is the other one with more behind it. */
  private static boolean isLonger(String each, String name) {
    return name.length() >= 3 && each.startsWith(name);
  }

  /**
   * Letters to change, add, leave out or swap with the next, whatever their case, until one name is
   * the other.
   */
  private static int edits(String name, String other) {
    String a = name.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(changed, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
