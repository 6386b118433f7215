package dev.tocsin.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text for a shell into a {@link ShellFlow}: lists, pipelines, compound commands, simple
 * commands and their redirections. Words are read by {@link ShellWords}.
 */
final class ShellReader {
  private static final int LONGEST = 64 * 1024;
  private static final int DEEPEST = 16;

  /** Of a text and all that is nested in it: what is nested is read once on each floor. */
  private static final int MOST_CHARACTERS = 4 * LONGEST;

  /** Reserved words that stand before a command, or within a compound whose list is being read. */
  private static final Set<String> BEFORE_A_COMMAND =
      Set.of("then", "else", "elif", "do", "!", "time", "coproc");

  private static final Set<String> BUILTIN_WRAPPERS =
      Set.of("exec", "command", "builtin", "nocorrect");

  private static final Set<String> PRINTS_ARGUMENTS = Set.of("echo", "printf", "print");

  /**
   * The commands of a part of the text that read its standard input, and those that write to it.
   */
  record Group(Set<Integer> readers, Set<Integer> writers) {
    static Group empty() {
      return new Group(new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    void add(Group other) {
      readers.addAll(other.readers);
      writers.addAll(other.writers);
    }
  }

  /** What nested texts share with the one around them. */
  private static final class Shared {
    final String cwd;
    final ShellFlow flow;
    final Map<String, ShellWord> variables = new HashMap<>();
    final Map<Integer, Set<Integer>> descriptors = new HashMap<>();
    int depth;
    int charactersLeft = MOST_CHARACTERS;
    boolean complete = true;

    Shared(String cwd, ShellFlow flow) {
      this.cwd = cwd;
      this.flow = flow;
    }
  }

  private final Shared shared;
  private final ShellWords words;

  ShellReader(String text, String cwd, ShellFlow flow) {
    this(text, new Shared(cwd, flow));
  }

  private ShellReader(String text, Shared shared) {
    this.shared = shared;
    if (text.length() > LONGEST) {
      shared.complete = false;
    }
    this.words =
        new ShellWords(
            text.length() > LONGEST ? text.substring(0, LONGEST) : text,
            shared.variables,
            this::substitution);
  }

  boolean isComplete() {
    return shared.complete;
  }

  Group read() {
    Group all = Group.empty();
    while (!words.atEnd()) {
      all.add(list());
      if (!words.atEnd()) {
        words.skipOne();
      }
    }
    return all;
  }

  private ShellWords.Substitution substitution(String text) {
    Group group = nested(text);
    return new ShellWords.Substitution(group, outputOf(group));
  }

  /** What a substitution puts in its place, when it is one {@code echo} or {@code printf}. */
  private String outputOf(Group group) {
    if (group.writers().size() != 1) {
      return "";
    }
    int command = group.writers().iterator().next();
    CommandLine line = shared.flow.command(command);
    if (line == null || shared.flow.hasInputs(command)) {
      return "";
    }
    Command effective = line.effective();
    List<String> arguments = effective.arguments();
    return switch (effective.name()) {
      case "echo" ->
          String.join(
              " ",
              arguments.stream()
                  .dropWhile(each -> Set.of("-n", "-e", "-ne").contains(each))
                  .toList());
      case "printf" ->
          arguments.isEmpty()
              ? ""
              : arguments.getFirst().contains("%")
                  ? String.join("", arguments.subList(1, arguments.size()))
                  : EscapedText.decode(arguments.getFirst());
      default -> "";
    };
  }

  /** A text within the text: of a substitution, of eval, of {@code sh -c}. */
  private Group nested(String text) {
    shared.charactersLeft -= text.length();
    if (shared.depth >= DEEPEST || shared.flow.isFull() || shared.charactersLeft < 0) {
      shared.complete = false;
      return Group.empty();
    }
    shared.depth++;
    try {
      return new ShellReader(text, shared).read();
    } finally {
      shared.depth--;
    }
  }

  /** Up to a closing bracket or word, or the end. */
  private Group list() {
    Group all = Group.empty();
    if (shared.depth >= DEEPEST) {
      shared.complete = false;
      words.skipToEnd();
      return all;
    }
    shared.depth++;
    try {
      while (true) {
        words.skipSeparators();
        if (words.atEnd() || words.peek() == ')' || words.sees(";;") || shared.flow.isFull()) {
          if (shared.flow.isFull()) {
            shared.complete = false;
            words.skipToEnd();
          }
          return all;
        }
        Group pipeline = pipeline();
        if (pipeline == null) {
          return all;
        }
        all.add(pipeline);
      }
    } finally {
      shared.depth--;
    }
  }

  /** Null when a closing word came instead of a command. */
  private @Nullable Group pipeline() {
    Group first = stage();
    if (first == null) {
      return null;
    }
    Group last = first;
    while (words.takePipe()) {
      words.skipSeparators();
      Group next = stage();
      if (next == null) {
        break;
      }
      for (int reader : next.readers()) {
        shared.flow.reads(reader, last.writers());
      }
      last = next;
    }
    return new Group(first.readers(), last.writers());
  }

  private @Nullable Group stage() {
    words.skipBlanks();
    String reserved = words.takeReserved();
    while (reserved != null && BEFORE_A_COMMAND.contains(reserved)) {
      words.skipSeparators();
      reserved = words.takeReserved();
    }
    if (reserved == null) {
      return !words.atEnd() && words.peek() == '(' ? subshell() : simple();
    }
    return switch (reserved) {
      case "fi", "done", "esac", "}" -> null;
      case "if", "while", "until", "{" -> redirected(list());
      case "case" -> redirected(branches());
      default -> redirected(loop());
    };
  }

  private Group subshell() {
    words.skipOne();
    Group inner = list();
    words.take(')');
    return redirected(inner);
  }

  private Group loop() {
    List<ShellWord> head = new ArrayList<>();
    while (!words.atEnd() && words.peek() != ';' && words.peek() != '\n' && words.peek() != '{') {
      if (words.isOperator()) {
        words.skipOne();
      } else {
        head.addAll(words.word());
      }
      words.skipBlanks();
    }
    if (head.size() > 2 && head.get(1).text().equals("in")) {
      Set<Integer> sources = new HashSet<>();
      head.subList(2, head.size()).forEach(word -> sources.addAll(word.sources()));
      shared.variables.put(
          head.getFirst().text(), ShellWord.of("$" + head.getFirst().text(), sources));
    }
    return list();
  }

  private Group branches() {
    Group all = Group.empty();
    words.skipPast(" in");
    while (!words.atEnd()) {
      words.skipSeparators();
      if (words.sees(";;")) {
        words.skip(2);
        continue;
      }
      if ("esac".equals(words.takeReserved())) {
        break;
      }
      words.skipPast(")");
      all.add(list());
      if (words.takeLastReserved().equals("esac")) {
        break;
      }
    }
    return all;
  }

  /** The redirections behind a group hold for all of its commands. */
  private Group redirected(Group group) {
    ShellRedirections redirections = redirections();
    words.skipBlanks();
    while (redirections.takeOne()) {
      words.skipBlanks();
    }
    return applied(redirections, group);
  }

  private ShellRedirections redirections() {
    return new ShellRedirections(words, shared.descriptors, shared.cwd, shared.flow);
  }

  private Group applied(ShellRedirections redirections, Group group) {
    for (int reader : group.readers()) {
      shared.flow.reads(reader, redirections.input());
    }
    for (int writer : group.writers()) {
      redirections.outputs().forEach(path -> writes(writer, path));
    }
    return new Group(
        redirections.readsElsewhere() ? Set.of() : group.readers(),
        redirections.writesElsewhere() ? Set.of() : group.writers());
  }

  private Group simple() {
    List<ShellWord> all = new ArrayList<>();
    ShellRedirections redirections = redirections();
    while (!words.atEnd()) {
      words.skipBlanks();
      if (words.atEnd()) {
        break;
      }
      if (redirections.takeOne()) {
        continue;
      }
      if (words.isOperator()) {
        break;
      }
      List<ShellWord> more = words.word();
      if (all.isEmpty() && more.size() == 1 && assigns(more.getFirst())) {
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
    return all.isEmpty() ? Group.empty() : command(all, redirections);
  }

  private boolean assigns(ShellWord word) {
    int equals = word.text().indexOf('=');
    if (equals <= 0 || !ShellWords.isName(word.text().substring(0, equals))) {
      return false;
    }
    shared.variables.put(
        word.text().substring(0, equals),
        ShellWord.of(word.text().substring(equals + 1), word.sources()));
    return true;
  }

  private Group command(List<ShellWord> all, ShellRedirections redirections) {
    List<String> texts = all.stream().map(ShellWord::text).toList();
    if (texts.getFirst().isEmpty() && all.getFirst().sources().isEmpty()) {
      return Group.empty();
    }
    CommandLine line = CommandLine.ofWords(texts, shared.cwd);
    int command = shared.flow.add(line, redirections.any());
    Group group =
        new Group(new LinkedHashSet<>(Set.of(command)), new LinkedHashSet<>(Set.of(command)));
    // $(curl ...) as the command itself
    shared.flow.runs(command, all.getFirst().sources());
    for (ShellWord word : all.subList(1, all.size())) {
      passes(command, line.effective(), word);
      word.sinks().forEach(reader -> shared.flow.reads(reader, Set.of(command)));
    }
    files(command, line);
    if (texts.getFirst().equals("read")) {
      reads(texts, command);
    }
    String code = code(line, texts, redirections);
    if (code != null) {
      group.add(nested(code));
    }
    return applied(redirections, group);
  }

  /** What becomes of the output that is part of an argument. */
  private void passes(int command, Command effective, ShellWord word) {
    if (word.sources().isEmpty()) {
      return;
    }
    Interpreter interpreter = Interpreter.of(effective);
    boolean runs =
        effective.name().equals("eval")
            || (word.isFile() && isSource(effective))
            || (interpreter != null
                && word.text()
                    .equals(
                        word.isFile()
                            ? interpreter.script(effective)
                            : interpreter.text(effective)));
    if (runs) {
      shared.flow.runs(command, word.sources());
    } else if (word.isFile() || PRINTS_ARGUMENTS.contains(effective.name())) {
      shared.flow.reads(command, word.sources());
    }
  }

  private static boolean isSource(Command command) {
    return command.name().equals("source") || command.name().equals(".");
  }

  /** The files that a command runs, reads and writes by its arguments. */
  private void files(int command, CommandLine line) {
    Command effective = line.effective();
    boolean run = isSource(effective) || !line.script().isEmpty();
    List<String> operands =
        PRINTS_ARGUMENTS.contains(effective.name()) ? List.of() : effective.options().operands();
    for (String operand : operands) {
      Set<Integer> file = Set.of(shared.flow.file(NormalPath.of(operand, shared.cwd)));
      if (run) {
        shared.flow.runs(command, file);
        run = false;
      } else {
        shared.flow.reads(command, file);
      }
    }
    shared.flow.runs(command, Set.of(shared.flow.file(effective.path())));
    Downloads.files(effective).forEach(path -> writes(command, NormalPath.of(path, shared.cwd)));
    if (effective.name().equals("tee")) {
      effective
          .options()
          .operands()
          .forEach(path -> writes(command, NormalPath.of(path, shared.cwd)));
    }
  }

  private void writes(int command, String path) {
    shared.flow.reads(shared.flow.file(path), Set.of(command));
  }

  /** {@code read a b}: the variables have what the command reads. */
  private void reads(List<String> texts, int command) {
    for (String name : texts.subList(1, texts.size())) {
      if (ShellWords.isName(name)) {
        shared.variables.put(name, ShellWord.of("$" + name, Set.of(command)));
      }
    }
  }

  /** The text that a command runs as a shell, as far as it stands there. */
  private static @Nullable String code(
      CommandLine line, List<String> texts, ShellRedirections redirections) {
    if (texts.getFirst().equals("eval")) {
      return String.join(" ", texts.subList(1, texts.size()));
    }
    Command effective = line.effective();
    Interpreter interpreter = Interpreter.of(effective);
    if (interpreter == null || !interpreter.shell()) {
      return null;
    }
    return interpreter.runsInput(effective)
        ? redirections.inputText()
        : interpreter.text(effective);
  }
}
