package dev.tocsin.language.text;

import java.util.Random;

/** A grammar of patterns that are small to write and large to run. */
public final class NastyPatterns {
  private static final String[] ATOMS = {
    "a",
    "b",
    ".",
    "\\w",
    "\\b",
    "^",
    "$",
    "\\pL",
    "\\P{Greek}",
    "[^b]",
    "[a-z\\d]",
    "()",
    "\\Qa*\\E",
    "[[:^alpha:]]",
    "[\\x{0}-\\x{FFFF}]",
    "\\x{1C80}",
    "\\C",
    "[]a]",
    "(?i)",
    "(?s:.)",
    "é",
    "𐐀"
  };
  private static final String[] REPETITIONS = {
    "", "*", "+", "?", "*?", "{0,3}", "{2,}", "{7}", "{0,200}", "{999}", "{0}", "{1,90}?"
  };

  private final Random random;

  public NastyPatterns(Random random) {
    this.random = random;
  }

  public String next() {
    return (random.nextInt(3) == 0 ? "(?i)" : "") + sequence(random.nextInt(5));
  }

  private String sequence(int depth) {
    StringBuilder pattern = new StringBuilder();
    int parts = 1 + random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      String part =
          depth > 0 && random.nextBoolean()
              ? (random.nextBoolean() ? "(" : "(?:") + sequence(depth - 1) + ")"
              : any(ATOMS);
      pattern.append(part).append(any(REPETITIONS));
      if (random.nextInt(4) == 0) {
        pattern.append('|');
      }
    }
    return pattern.toString();
  }

  private String any(String[] of) {
    return of[random.nextInt(of.length)];
  }
}
