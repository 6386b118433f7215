package dev.tocsin.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a text for a shell word by word: quotes, expansions, substitutions, brace lists. What a
 * shell would know only when it runs stands as written.
 */
final class ShellWords {
  /** Variables of every environment that begin with a slash. */
  private static final Set<String> PATHS = Set.of("HOME", "PATH", "PWD", "OLDPWD", "SHELL");

  /**
   * What a substitution stands for.
   *
   * @param output its text, where it is known; else empty
   */
  record Substitution(ShellGroup commands, String output) {}

  private final ShellCursor cursor;
  private final ShellVariables variables;
  private final Function<String, Substitution> nested;

  ShellWords(ShellCursor cursor, ShellVariables variables, Function<String, Substitution> nested) {
    this.cursor = cursor;
    this.variables = variables;
    this.nested = nested;
  }

  static boolean isName(String text) {
    return !text.isEmpty() && endOfName(text, 0) == text.length();
  }

  /** Where the name ends that begins there; there when none does. */
  static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && isOfName(text.charAt(end), end == from)) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char c, boolean first) {
    return c == '_' || (c < 128 && (first ? Character.isLetter(c) : Character.isLetterOrDigit(c)));
  }

  /**
   * The word that begins here; several where it is a list in braces, or a blank is hidden in it.
   */
  List<ShellWord> word() {
    String typed = cursor.restOfWord();
    List<String> words = BraceList.expand(typed);
    if (words.size() == 1) {
      return plainWord();
    }
    cursor.skip(typed.length());
    List<ShellWord> all = new ArrayList<>();
    for (String word : words) {
      all.addAll(new ShellWords(new ShellCursor(word), variables, nested).plainWord());
    }
    return all;
  }

  private List<ShellWord> plainWord() {
    int from = cursor.position();
    Draft draft = new Draft();
    while (!cursor.atEnd() && !endsWord(draft)) {
      character(draft);
    }
    if (cursor.position() == from && !cursor.atEnd()) {
      cursor.skipOne();
    }
    return draft.finish();
  }

  private boolean endsWord(Draft draft) {
    if (cursor.sees("<(") || cursor.sees(">(")) {
      return !draft.isEmpty();
    }
    return " \t\r\n;|&()<>".indexOf(cursor.peek()) >= 0;
  }

  private void character(Draft draft) {
    char c = cursor.next();
    switch (c) {
      case '\'' -> draft.append(cursor.upTo('\''));
      case '"' -> quoted(draft);
      case '\\' -> escaped(draft);
      case '$' -> dollar(draft, false);
      case '`' -> substitute(draft, cursor.upTo('`').replace("\\`", "`"));
      case '<', '>' -> process(draft, c == '<');
      default -> draft.append(c);
    }
  }

  private void escaped(Draft draft) {
    if (!cursor.atEnd()) {
      char next = cursor.next();
      if (next != '\n') {
        draft.append(next);
      }
    }
  }

  private void quoted(Draft draft) {
    draft.quoted = true;
    while (!cursor.atEnd()) {
      char c = cursor.next();
      if (c == '"') {
        return;
      }
      if (c == '\\' && !cursor.atEnd() && "$`\"\\\n".indexOf(cursor.peek()) >= 0) {
        escaped(draft);
      } else if (c == '$') {
        dollar(draft, true);
      } else if (c == '`') {
        substitute(draft, cursor.upTo('`').replace("\\`", "`"));
      } else {
        draft.append(c);
      }
    }
  }

  /** Behind a dollar sign. */
  private void dollar(Draft draft, boolean inQuotes) {
    if (cursor.atEnd()) {
      draft.append('$');
      return;
    }
    char c = cursor.peek();
    if (c == '\'' && !inQuotes) {
      cursor.skipOne();
      draft.append(EscapedText.decode(cursor.upToUnescaped('\'')));
    } else if (c == '(' && cursor.sees("((")) {
      draft.append("$" + cursor.bracketed('(', ')', true));
    } else if (c == '(') {
      substitute(draft, cursor.bracketed('(', ')', false));
    } else if (c == '{') {
      parameter(draft, cursor.bracketed('{', '}', false), inQuotes);
    } else if (c == '@' || c == '*') {
      cursor.skipOne();
    } else {
      variable(draft, cursor.takeName(), inQuotes);
    }
  }

  private void variable(Draft draft, String name, boolean inQuotes) {
    ShellWord value = variables.take(name);
    if (value != null) {
      draft.addAll(value, !inQuotes);
    } else if (name.equals("IFS") && !inQuotes) {
      draft.split();
    } else {
      draft.append("$" + name);
    }
  }

  /** {@code ${...}}. */
  private void parameter(Draft draft, String inner, boolean inQuotes) {
    int end = endOfName(inner, 0);
    String name = inner.substring(0, end);
    String rest = inner.substring(end);
    if (rest.isEmpty()) {
      variable(draft, name, inQuotes);
      return;
    }
    ShellWord value = variables.take(name);
    if (name.equals("IFS") && value == null) {
      variable(draft, name, inQuotes);
    } else if (rest.startsWith(":-") || rest.startsWith("-")) {
      if (value != null) {
        draft.addAll(value, !inQuotes);
      } else {
        draft.append(rest.substring(rest.startsWith(":") ? 2 : 1));
      }
    } else if (rest.equals(":0:1") && (value != null || PATHS.contains(name))) {
      draft.append(
          value == null ? "/" : value.text().isEmpty() ? "" : value.text().substring(0, 1));
    } else if (value != null && "#%[".indexOf(rest.charAt(0)) >= 0) {
      draft.addAll(value, !inQuotes);
    } else if (inner.equals("@") || inner.equals("*")) {
      draft.append("");
    } else {
      draft.append("${" + inner + "}");
    }
  }

  private void substitute(Draft draft, String inner) {
    Substitution substitution = nested.apply(inner);
    draft.sources.addAll(substitution.commands().writers());
    draft.append(substitution.output());
    draft.quoted = true;
  }

  /** {@code <(...)} or {@code >(...)}: the bracket is next. */
  private void process(Draft draft, boolean read) {
    ShellGroup commands = nested.apply(cursor.bracketed('(', ')', false)).commands();
    draft.append("/dev/fd/63");
    if (read) {
      draft.sources.addAll(commands.writers());
      draft.isFile = true;
    } else {
      draft.sinks.addAll(commands.readers());
    }
  }

  /** A word that is being read. */
  private static final class Draft {
    final Set<Integer> sources = new HashSet<>();
    final Set<Integer> sinks = new HashSet<>();
    boolean isFile;
    boolean quoted;
    private final List<ShellWord> finished = new ArrayList<>();
    private final StringBuilder head = new StringBuilder();

    boolean isEmpty() {
      return head.isEmpty() && !quoted;
    }

    void append(char c) {
      head.append(c);
    }

    void append(String more) {
      quoted |= more.isEmpty();
      head.append(more);
    }

    void addAll(ShellWord value, boolean splits) {
      sources.addAll(value.sources());
      if (!splits || value.text().indexOf(' ') < 0) {
        append(value.text());
        return;
      }
      String[] parts = value.text().split(" ", -1);
      for (int i = 0; i < parts.length; i++) {
        if (i > 0) {
          split();
        }
        append(parts[i]);
      }
    }

    void split() {
      flush();
      head.setLength(0);
      quoted = false;
    }

    List<ShellWord> finish() {
      flush();
      return finished;
    }

    private void flush() {
      if (!isEmpty()) {
        finished.add(
            new ShellWord(head.toString(), Set.copyOf(sources), isFile, Set.copyOf(sinks)));
      }
    }
  }
}
