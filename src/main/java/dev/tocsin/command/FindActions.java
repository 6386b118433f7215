package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The commands that {@code find} runs for what it finds. */
final class FindActions {
  static final String PROGRAM = "find";

  private static final Set<String> ACTIONS = Set.of("-exec", "-execdir", "-ok", "-okdir");
  private static final Set<String> ENDS = Set.of(";", "\\;", "+");

  private FindActions() {}

  /** Their words, {@code {}} as it is; none of another program. */
  static List<List<String>> of(Command command) {
    List<List<String>> all = new ArrayList<>();
    if (!command.name().equals(PROGRAM)) {
      return all;
    }
    List<String> words = new ArrayList<>();
    boolean inside = false;
    for (String argument : command.arguments()) {
      if (!inside) {
        inside = ACTIONS.contains(argument);
      } else if (ENDS.contains(argument)) {
        inside = false;
        add(words, all);
      } else {
        words.add(argument);
      }
    }
    add(words, all);
    return all;
  }

  private static void add(List<String> words, List<List<String>> all) {
    if (!words.isEmpty() && !words.getFirst().isEmpty()) {
      all.add(List.copyOf(words));
    }
    words.clear();
  }
}
