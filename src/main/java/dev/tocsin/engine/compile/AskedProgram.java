package dev.tocsin.engine.compile;

import dev.tocsin.command.ProgramNames;
import dev.tocsin.command.ShellText;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.IndexedField;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the programs of a command line are asked, and which names they must have for it. */
final class AskedProgram {
  /** Stands for one of all programs of a process. */
  static final String ANY = "process.commands";

  /** All elements of these are in {@link #ANY}. */
  static final Set<String> LISTS = Set.of(ANY, "process.programs", "process.shell.commands");

  /** One of them: the program that does the work. */
  private static final String EFFECTIVE = "process.program";

  private static final String WRITES = ".writes";

  private AskedProgram() {}

  /** The program whose files a list has that it writes; absent for any other list. */
  static Optional<String> writing(String list) {
    return list.endsWith(WRITES)
        ? Optional.of(list.substring(0, list.length() - WRITES.length()))
        : Optional.empty();
  }

  /** The path of the name of a program. */
  static String nameOf(String program) {
    return program + ".name";
  }

  /** Where the index has what a path leads to: of one program of a process, among those of all. */
  static String indexed(String path) {
    return switch (path) {
      case "process.path", EFFECTIVE + ".path" -> ANY + ".path";
      case EFFECTIVE + ".name" -> nameOf(ANY);
      default -> path;
    };
  }

  /** Whether it is the script of one of {@link #ANY}. */
  static boolean isScript(String path) {
    return isFact(path, "script");
  }

  /** Whether it is a text that stands in an argument of one of {@link #ANY}. */
  static boolean isCode(String path) {
    return isFact(path, "code");
  }

  /** Whether it is a list of arguments of one of {@link #ANY}. */
  static boolean isArguments(String path) {
    return isFact(path, "args") || isFact(path, "operands");
  }

  /** Whether it is one of {@link #ANY}. */
  static boolean isProgram(String path) {
    return path.equals(ANY) || path.equals(EFFECTIVE);
  }

  private static boolean isFact(String path, String fact) {
    return path.equals(ANY + "." + fact) || path.equals(EFFECTIVE + "." + fact);
  }

  /**
   * The names of which one must be there for a shell to run the output of a source.
   *
   * @param sources null when they are not known
   */
  static Collection<String> puttingOut(@Nullable List<String> sources) {
    return sources == null || sources.contains(ShellText.SOCKET)
        ? ProgramNames.READ_SHELLS
        : ProgramNames.of(sources);
  }

  /** Of what is false for a program that writes no files. */
  static Sides writes(String program) {
    return hasName(program, ProgramNames.WRITING);
  }

  /** Of what is false for a program without one of the names. */
  static Sides hasName(String program, Collection<String> names) {
    IndexedField field = AskedTexts.field(nameOf(program));
    return field == null ? Sides.UNKNOWN : Sides.notWithout(IndexCondition.of(field, names));
  }
}
