package dev.tocsin.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program with its arguments. */
public final class Command {
  private final String name;
  private final String path;
  private final List<String> arguments;
  private @Nullable Options options;

  /**
   * @param name the program's base name, an applet's own name where one file is many programs
   * @param path of the file that is run, in normal form; the name alone where a search path decides
   */
  Command(String name, String path, List<String> arguments) {
    this.name = name;
    this.path = path;
    this.arguments = List.copyOf(arguments);
  }

  /** The command of the words of a shell. */
  static Command ofWords(List<String> words, String cwd) {
    String program = words.getFirst();
    String path = program.indexOf('/') < 0 ? program : NormalPath.of(program, cwd);
    return new Command(baseName(path), path, words.subList(1, words.size()));
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public String name() {
    return name;
  }

  public String path() {
    return path;
  }

  /** Without the program's name. */
  public List<String> arguments() {
    return arguments;
  }

  /** What are no options, as paths in normal form; relative ones of {@code cwd}. */
  public List<String> paths(String cwd) {
    return options().operands().stream().map(operand -> NormalPath.of(operand, cwd)).toList();
  }

  public Options options() {
    Options read = options;
    if (read == null) {
      read = Options.of(name, arguments);
      options = read;
    }
    return read;
  }

  @Override
  public String toString() {
    return arguments.isEmpty() ? name : name + " " + String.join(" ", arguments);
  }
}
