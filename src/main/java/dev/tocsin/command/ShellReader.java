package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text for a shell into a {@link ShellFlow}: lists, pipelines, compound commands, simple
 * commands and their redirections. Words are read by {@link ShellWords}.
 */
final class ShellReader {
  private static final int LONGEST = 64 * 1024;

  /** Of a text and all that is nested in it: what is nested is read once on each floor. */
  private static final int MOST_CHARACTERS = 4 * LONGEST;

  /** Reserved words that stand before a command, or within a compound whose list is being read. */
  private static final Set<String> BEFORE_A_COMMAND =
      Set.of("then", "else", "elif", "do", "!", "time", "coproc");

  private static final Set<String> BUILTIN_WRAPPERS =
      Set.of("exec", "command", "builtin", "nocorrect");

  private final ShellScope scope;
  private final ShellCommands commands;
  private final ShellCursor cursor;
  private final ShellWords words;

  ShellReader(String text, String cwd, ShellFlow flow) {
    this(text, new ShellScope(cwd, flow, MOST_CHARACTERS));
  }

  private ShellReader(String text, ShellScope scope) {
    this.scope = scope;
    this.commands = new ShellCommands(scope, this::nested);
    this.cursor = new ShellCursor(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    this.words = new ShellWords(cursor, scope.variables, this::substitution);
    if (text.length() > LONGEST) {
      scope.giveUp();
    }
  }

  boolean isComplete() {
    return scope.isComplete();
  }

  ShellGroup read() {
    ShellGroup all = ShellGroup.empty();
    while (!cursor.atEnd()) {
      all.add(list());
      if (!cursor.atEnd()) {
        cursor.skipOne();
      }
    }
    return all;
  }

  private ShellWords.Substitution substitution(String text) {
    ShellGroup group = nested(text);
    return new ShellWords.Substitution(group, commands.outputOf(group));
  }

  /** A text within the text: of a substitution, of eval, of {@code sh -c}. */
  private ShellGroup nested(String text) {
    if (!scope.enter(text.length())) {
      return ShellGroup.empty();
    }
    String cwd = scope.cwd;
    try {
      return new ShellReader(text, scope).read();
    } finally {
      scope.cwd = cwd;
      scope.leave();
    }
  }

  /** Up to a closing bracket or word, or the end. */
  private ShellGroup list() {
    ShellGroup all = ShellGroup.empty();
    if (!scope.enter(0)) {
      cursor.skipToEnd();
      return all;
    }
    try {
      ShellGroup next = next();
      while (next != null) {
        all.add(next);
        next = next();
      }
      return all;
    } finally {
      scope.leave();
    }
  }

  /** The next pipeline of a list; null at its end. */
  private @Nullable ShellGroup next() {
    cursor.skipSeparators();
    if (scope.flow.isFull() && !cursor.atEnd()) {
      scope.giveUp();
      cursor.skipToEnd();
    }
    return cursor.atEnd() || cursor.peek() == ')' || cursor.sees(";;") ? null : pipeline();
  }

  /** Null when a closing word came instead of a command. */
  private @Nullable ShellGroup pipeline() {
    ShellGroup first = stage();
    if (first == null) {
      return null;
    }
    ShellGroup last = first;
    while (cursor.takePipe()) {
      cursor.skipSeparators();
      ShellGroup next = stage();
      if (next == null) {
        break;
      }
      for (int reader : next.readers()) {
        scope.flow.reads(reader, last.writers());
      }
      last = next;
    }
    return new ShellGroup(first.readers(), last.writers());
  }

  private @Nullable ShellGroup stage() {
    cursor.skipBlanks();
    String reserved = cursor.takeReserved();
    while (reserved != null && BEFORE_A_COMMAND.contains(reserved)) {
      cursor.skipSeparators();
      if (reserved.equals("coproc")) {
        return coprocess();
      }
      reserved = cursor.takeReserved();
    }
    if (reserved == null) {
      return !cursor.atEnd() && cursor.peek() == '(' ? subshell() : simple();
    }
    return switch (reserved) {
      case "fi", "done", "esac", "}" -> null;
      case "if", "while", "until", "{" -> redirected(list());
      case "case" -> redirected(branches());
      default -> redirected(loop());
    };
  }

  /** What it puts out is read from a descriptor that a variable names. */
  private @Nullable ShellGroup coprocess() {
    ShellGroup group = stage();
    if (group != null) {
      scope.variables.set("COPROC", ShellWord.of("$COPROC", group.writers()));
    }
    return group;
  }

  private ShellGroup subshell() {
    cursor.skipOne();
    String cwd = scope.cwd;
    ShellGroup inner = list();
    scope.cwd = cwd;
    cursor.take(')');
    return redirected(inner);
  }

  private ShellGroup loop() {
    List<ShellWord> head = new ArrayList<>();
    while (!cursor.atEnd()
        && cursor.peek() != ';'
        && cursor.peek() != '\n'
        && cursor.peek() != '{') {
      if (cursor.isOperator()) {
        cursor.skipOne();
      } else {
        head.addAll(words.word());
      }
      cursor.skipBlanks();
    }
    return head.size() > 2 && head.get(1).text().equals("in")
        ? unrolled(head.getFirst().text(), head.subList(2, head.size()))
        : list();
  }

  /** The body of a loop, once for each value of its variable. */
  private ShellGroup unrolled(String variable, List<ShellWord> values) {
    ShellGroup all = ShellGroup.empty();
    int start = cursor.position();
    int length = 0;
    for (ShellWord value : values) {
      if (!scope.enter(length)) {
        break;
      }
      cursor.moveTo(start);
      String text = value.text().isEmpty() ? "$" + variable : value.text();
      scope.variables.set(variable, ShellWord.of(text, value.sources()));
      all.add(list());
      length = cursor.position() - start;
      scope.leave();
    }
    return all;
  }

  private ShellGroup branches() {
    ShellGroup all = ShellGroup.empty();
    cursor.skipPast(" in");
    while (!cursor.atEnd()) {
      cursor.skipSeparators();
      if (cursor.sees(";;")) {
        cursor.skip(2);
        continue;
      }
      if ("esac".equals(cursor.takeReserved())) {
        break;
      }
      cursor.skipPast(")");
      all.add(list());
      if (cursor.takeLastReserved().equals("esac")) {
        break;
      }
    }
    return all;
  }

  /** The redirections behind a group hold for all of its commands. */
  private ShellGroup redirected(ShellGroup group) {
    ShellRedirections redirections = redirections();
    cursor.skipBlanks();
    while (redirections.takeOne()) {
      cursor.skipBlanks();
    }
    return commands.applied(redirections, group);
  }

  private ShellRedirections redirections() {
    return new ShellRedirections(cursor, words, scope);
  }

  private ShellGroup simple() {
    List<ShellWord> all = new ArrayList<>();
    ShellRedirections redirections = redirections();
    while (!cursor.atEnd()) {
      cursor.skipBlanks();
      if (cursor.atEnd()) {
        break;
      }
      if (redirections.takeOne()) {
        continue;
      }
      if (cursor.isOperator()) {
        break;
      }
      List<ShellWord> more = words.word();
      if (all.isEmpty() && more.size() == 1 && commands.assigns(more.getFirst())) {
        continue;
      }
      all.addAll(more);
    }
    while (!all.isEmpty() && BUILTIN_WRAPPERS.contains(all.getFirst().text())) {
      boolean exec = all.removeFirst().text().equals("exec");
      if (all.isEmpty() && exec) {
        redirections.keep();
      }
      while (!all.isEmpty() && all.getFirst().text().startsWith("-")) {
        boolean named = all.removeFirst().text().equals("-a");
        if (named && !all.isEmpty()) {
          all.removeFirst();
        }
      }
    }
    if (all.isEmpty() && redirections.any()) {
      all.add(ShellWord.of(":", Set.of()));
    }
    return all.isEmpty() ? ShellGroup.empty() : commands.command(all, redirections);
  }
}
