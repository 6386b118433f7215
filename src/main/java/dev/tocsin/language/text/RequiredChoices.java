package dev.tocsin.language.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Collects the choices of {@link RequiredTexts}, and keeps those that tell the most. */
final class RequiredChoices {
  /** More texts of one choice than these are too many to look for. */
  static final int MOST_TEXTS = 64;

  /** A single letter is nearly everywhere. */
  private static final int SHORTEST = 2;

  /** Behind these, another one rules out little. */
  private static final int MOST = 3;

  /** What broken UTF-8 is decoded to; the texts are looked for before that. */
  private static final char REPLACEMENT = '\ufffd';

  private final List<Set<String>> choices = new ArrayList<>();

  /** One that tells nothing is left out. */
  void add(Set<String> texts) {
    if (shortest(texts) >= SHORTEST
        && texts.size() <= MOST_TEXTS
        && texts.stream().noneMatch(text -> text.indexOf(REPLACEMENT) >= 0)) {
      choices.add(texts);
    }
  }

  /** First the one whose shortest text is the longest. */
  List<Set<String>> best() {
    List<Set<String>> best = new ArrayList<>();
    choices.sort(Comparator.comparingInt(RequiredChoices::shortest).reversed());
    for (Set<String> choice : choices) {
      if (best.size() < MOST && best.stream().noneMatch(better -> implies(better, choice))) {
        best.add(choice);
      }
    }
    return List.copyOf(best);
  }

  /** Whether what has one of the first also has one of the others. */
  private static boolean implies(Set<String> some, Set<String> others) {
    return some.stream().allMatch(text -> others.stream().anyMatch(text::contains));
  }

  private static int shortest(Set<String> texts) {
    return texts.stream().mapToInt(String::length).min().orElse(0);
  }
}
