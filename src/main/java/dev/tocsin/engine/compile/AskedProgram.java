package dev.tocsin.engine.compile;

import dev.tocsin.command.ProgramNames;
import dev.tocsin.command.ShellText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the programs of a command line are asked, and which names they must have for it. */
final class AskedProgram {
  /** Stands for one of all programs of a process. */
  static final String ANY = "process.commands";

  static final String ANY_NAME = nameOf(ANY);

  /** All elements of these are in {@link #ANY}. */
  static final Set<String> LISTS = Set.of(ANY, "process.programs", "process.shell.commands");

  static final String ANY_PATH = ANY + ".path";

  /** Of which {@link #ANY} has one each. */
  private static final Set<String> ONE = Set.of(ANY, "process.program");

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

  /** Whether it is the path of one of {@link #ANY}. */
  static boolean isPath(String path) {
    return path.equals("process.path") || (path.endsWith(".path") && ONE.contains(owner(path)));
  }

  /** Whether it is the script of one of {@link #ANY}. */
  static boolean isScript(String path) {
    return path.endsWith(".script") && ONE.contains(owner(path));
  }

  private static String owner(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** The names of the programs that have a fact; null when it does not go by names. */
  static @Nullable Set<String> having(String fact) {
    return switch (fact) {
      case "is_shell" -> ProgramNames.SHELLS;
      case "is_interpreter" -> ProgramNames.INTERPRETERS;
      case "runs_input" -> ProgramNames.RUNNING_INPUT;
      default -> null;
    };
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
}
