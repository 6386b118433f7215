package dev.tocsin.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The redirections of one command: what its descriptors are tied to, in the order of the text. */
final class ShellRedirections {
  private static final List<String> OPERATORS =
      List.of("&>>", "&>", "<<<", "<<-", "<<", "<>", "<&", "<", ">>", ">|", ">&", ">");

  /** Behind those that people write. */
  private static final int FIRST_CHOSEN = 10_000;

  private final ShellCursor cursor;
  private final ShellWords words;
  private final ShellScope scope;

  /** Descriptor to the commands, or the connection, whose output is read from it. */
  private final Map<Integer, Set<Integer>> descriptors;

  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Set<Integer> redirected = new HashSet<>();
  private @Nullable String inputText;
  private boolean any;

  ShellRedirections(ShellCursor cursor, ShellWords words, ShellScope scope) {
    this.cursor = cursor;
    this.words = words;
    this.scope = scope;
    this.descriptors = new HashMap<>(scope.descriptors);
  }

  boolean any() {
    return any;
  }

  /** What the standard input is read from, when it is redirected. */
  Set<Integer> input() {
    return descriptors.getOrDefault(0, Set.of());
  }

  /** The text of a here-document or a here-string; null when there is none. */
  @Nullable String inputText() {
    return inputText;
  }

  /** The files that are read, in normal form. */
  List<String> inputs() {
    return inputs;
  }

  /** The files that are written, in normal form. */
  List<String> outputs() {
    return outputs;
  }

  boolean readsElsewhere() {
    return redirected.contains(0);
  }

  boolean writesElsewhere() {
    return redirected.contains(1);
  }

  /** For {@code exec} without a command: they hold from here on. */
  void keep() {
    scope.descriptors.putAll(descriptors);
  }

  /** Takes the redirection that stands here; false when none does. */
  boolean takeOne() {
    if (cursor.atEnd() || cursor.sees("<(") || cursor.sees(">(")) {
      return false;
    }
    int length = cursor.descriptorBeforeRedirection();
    String operator = length < 0 ? null : cursor.operatorBehind(length, OPERATORS);
    if (operator == null) {
      return false;
    }
    String descriptorText = cursor.takeText(length);
    cursor.skip(operator.length());
    cursor.skipBlanks();
    any = true;
    int standard = operator.startsWith("<") ? 0 : 1;
    int descriptor =
        descriptorText.isEmpty()
            ? standard
            : descriptorText.startsWith("{")
                ? named(descriptorText)
                : Integer.parseInt(descriptorText);
    List<ShellWord> target = cursor.atEnd() ? List.of() : words.word();
    if (!target.isEmpty()) {
      apply(operator, descriptor, target.getFirst());
    }
    return true;
  }

  /** {@code {name}}: the shell chooses a descriptor, and the variable has its number. */
  private int named(String text) {
    String name = text.substring(1, text.length() - 1);
    int descriptor = FIRST_CHOSEN + scope.descriptors.size();
    scope.variables.set(name, ShellWord.of(Integer.toString(descriptor), Set.of()));
    return descriptor;
  }

  private void apply(String operator, int descriptor, ShellWord target) {
    switch (operator) {
      case "<<<" -> {
        inputText = target.text();
        tie(descriptor, target.sources());
      }
      case "<<", "<<-" -> {
        inputText = cursor.takeDocument(target.text());
        tie(descriptor, Set.of());
      }
      case "<", "<>" -> {
        tie(descriptor, sourcesOf(target));
        inputs.add(NormalPath.of(target.text(), scope.cwd));
      }
      case "<&" -> copy(descriptor, target);
      case ">&" -> {
        if (isNumber(target.text()) || target.text().equals("-") || !target.sources().isEmpty()) {
          copy(descriptor, target);
        } else {
          toFile(descriptor, target);
        }
      }
      default -> toFile(descriptor, target);
    }
  }

  private void toFile(int descriptor, ShellWord target) {
    boolean socket = ShellFlow.isSocket(target.text());
    tie(descriptor, socket ? Set.of(scope.flow.file(target.text())) : Set.of());
    if (!target.text().equals("/dev/null")) {
      outputs.add(NormalPath.of(target.text(), scope.cwd));
    }
  }

  private void copy(int descriptor, ShellWord other) {
    if (!isNumber(other.text())) {
      tie(descriptor, other.sources());
      return;
    }
    Set<Integer> sources = descriptors.get(Integer.parseInt(other.text()));
    if (sources != null) {
      tie(descriptor, sources);
    }
  }

  private void tie(int descriptor, Set<Integer> sources) {
    redirected.add(descriptor);
    descriptors.put(descriptor, sources);
  }

  private Set<Integer> sourcesOf(ShellWord target) {
    Set<Integer> sources = new HashSet<>(target.sources());
    String path = target.text();
    sources.add(scope.flow.file(ShellFlow.isSocket(path) ? path : NormalPath.of(path, scope.cwd)));
    return sources;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
