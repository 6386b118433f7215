package dev.tocsin.command;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the simple commands of a shell's text do: what they set, read, write and run. */
final class ShellCommands {
  /** Where a program is found by its name alone. */
  private static final Set<String> SEARCHED =
      Set.of("/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/");

  private final ShellScope scope;
  private final Function<String, ShellGroup> nested;

  /**
   * @param nested reads a text within the text
   */
  ShellCommands(ShellScope scope, Function<String, ShellGroup> nested) {
    this.scope = scope;
    this.nested = nested;
  }

  /** What a substitution puts in its place, when it is one {@code echo} or {@code printf}. */
  String outputOf(ShellGroup group) {
    if (group.writers().size() != 1) {
      return "";
    }
    int command = group.writers().iterator().next();
    CommandLine line = scope.flow.command(command);
    if (line == null || scope.flow.hasInputs(command)) {
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

  /** Redirections hold for all commands of a group; what is left of its input and output. */
  ShellGroup applied(ShellRedirections redirections, ShellGroup group) {
    for (int reader : group.readers()) {
      scope.flow.reads(reader, redirections.input());
      redirections.inputs().forEach(path -> scope.flow.isGiven(reader, path));
    }
    for (int writer : group.writers()) {
      redirections.outputs().forEach(path -> scope.flow.writes(writer, path));
    }
    return new ShellGroup(
        redirections.readsElsewhere() ? Set.of() : group.readers(),
        redirections.writesElsewhere() ? Set.of() : group.writers());
  }

  /** Takes {@code NAME=value}; false when the word is none. */
  boolean assigns(ShellWord word) {
    int equals = word.text().indexOf('=');
    if (equals <= 0 || !ShellWords.isName(word.text().substring(0, equals))) {
      return false;
    }
    scope.variables.set(
        word.text().substring(0, equals),
        ShellWord.of(word.text().substring(equals + 1), word.sources()));
    return true;
  }

  /**
   * Takes a simple command.
   *
   * @param all its words, at least one
   */
  ShellGroup command(List<ShellWord> all, ShellRedirections redirections) {
    List<String> texts = all.stream().map(ShellWord::text).toList();
    if (texts.getFirst().isEmpty() && all.getFirst().sources().isEmpty()) {
      return ShellGroup.empty();
    }
    CommandLine line = CommandLine.ofWords(texts, scope.cwd);
    int command = scope.flow.add(line, redirections.any());
    ShellGroup group = ShellGroup.of(command);
    // $(curl ...) as the command itself
    scope.flow.runs(command, all.getFirst().sources());
    for (ShellWord word : all.subList(1, all.size())) {
      passes(command, line.effective(), word);
      word.sinks().forEach(reader -> scope.flow.reads(reader, Set.of(command)));
    }
    files(command, line.effective());
    switch (texts.getFirst()) {
      case "read" -> reads(texts, command);
      case "cd", "pushd" -> moves(line.effective().options().operands());
      case "ztcp" -> connects();
      default -> {}
    }
    String code = code(line, texts, redirections);
    if (code != null) {
      group.add(nested.apply(code));
    }
    return applied(redirections, group);
  }

  /** What becomes of the output that is part of an argument. */
  private void passes(int command, Command effective, ShellWord word) {
    if (word.sources().isEmpty()) {
      return;
    }
    ScriptRunner interpreter = effective.runner();
    boolean runs =
        effective.name().equals("eval")
            || (word.isFile() && effective.isSource())
            || (interpreter != null
                && word.text()
                    .equals(
                        word.isFile()
                            ? interpreter.script(effective)
                            : interpreter.text(effective)));
    if (runs) {
      scope.flow.runs(command, word.sources());
    } else if (word.isFile() || CommandFiles.printsArguments(effective)) {
      scope.flow.reads(command, word.sources());
    }
  }

  /** The files that a command runs, reads and writes by its arguments. */
  private void files(int command, Command effective) {
    String script =
        effective.isSource() && !effective.paths().isEmpty()
            ? effective.paths().getFirst()
            : effective.script();
    if (!script.isEmpty()) {
      scope.flow.runs(command, Set.of(scope.flow.file(script)));
    }
    for (String path : effective.reads()) {
      if (!path.equals(script)) {
        scope.flow.reads(command, Set.of(scope.flow.file(path)));
      }
    }
    scope.flow.runs(command, Set.of(scope.flow.file(effective.path())));
    for (String path : effective.writes()) {
      scope.flow.reads(scope.flow.file(path), Set.of(command));
      if (SEARCHED.contains(path.substring(0, path.lastIndexOf('/') + 1))) {
        scope.flow.reads(scope.flow.file(Command.baseName(path)), Set.of(command));
      }
    }
  }

  /** {@code read a b}: the variables have what the command reads. */
  private void reads(List<String> texts, int command) {
    for (String name : texts.subList(1, texts.size())) {
      if (ShellWords.isName(name)) {
        scope.variables.set(name, ShellWord.of("$" + name, Set.of(command)));
      }
    }
  }

  /** The working directory from here on; unknown where a shell would have to be asked. */
  private void moves(List<String> operands) {
    String to = operands.isEmpty() ? "" : operands.getFirst();
    boolean unknown = to.isEmpty() || "$~-".indexOf(to.charAt(0)) >= 0;
    scope.cwd = unknown ? "" : NormalPath.of(to, scope.cwd);
  }

  /** zsh's module opens a connection, and leaves its descriptor in a variable. */
  private void connects() {
    scope.variables.set(
        "REPLY", ShellWord.of("$REPLY", Set.of(scope.flow.file(ShellText.SOCKET + "/"))));
  }

  /** The text that a command runs as a shell, as far as it stands there. */
  private static @Nullable String code(
      CommandLine line, List<String> texts, ShellRedirections redirections) {
    if (texts.getFirst().equals("eval")) {
      return String.join(" ", texts.subList(1, texts.size()));
    }
    Command effective = line.effective();
    ScriptRunner interpreter = effective.runner();
    if (interpreter == null || !interpreter.isRead()) {
      return null;
    }
    return interpreter.runsInput(effective)
        ? redirections.inputText()
        : interpreter.text(effective);
  }
}
