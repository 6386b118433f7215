package dev.tocsin.cli;

import dev.tocsin.kubernetes.UnusableClusterException;
import dev.tocsin.telemetry.LogsWhenUsed;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.ClusterException;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin}: the entry point of every command. */
@Command(
    name = "tocsin",
    description = "Turns the kernel events of Tetragon into security alerts inside the cluster.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    footerHeading = "%nStart with:%n",
    footer = {
      "  tocsin replay --policies config/samples --events recording.pb.gz -o table",
      "  tocsin run --tetragon unix:///var/run/tetragon/tetragon.sock"
    })
public final class Main implements Runnable {
  /** How the user calls it, from the launcher: {@code kubectl tocsin} as a plugin. */
  private static final String NAME_PROPERTY = "tocsin.command";

  /** Or picocli looks through all libraries for Groovy at each start. */
  private static final String WITHOUT_GROOVY = "picocli.disable.closures";

  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.setProperty(WITHOUT_GROOVY, "true");
    LogsWhenUsed.setUp(BuildVersion::version);
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int code = execute(out, err, isHelpOnTerminal(args), args);
    out.flush();
    err.flush();
    if (Subcommand.staysFor(args)) {
      System.exit(code);
    }
    // What ends by itself has no hooks, and exit() looks through all libraries for a logger.
    Runtime.getRuntime().halt(code);
  }

  /** Help is as wide as the terminal; to ask for that takes a process, so only help does. */
  private static boolean isHelpOnTerminal(String... args) {
    List<String> all = List.of(args);
    if (!all.contains("--help") && !all.contains("-h")) {
      return false;
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Runs one command and returns its exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return execute(out, err, false, args);
  }

  private static int execute(PrintWriter out, PrintWriter err, boolean terminal, String... args) {
    return commandLine(Subcommand.neededFor(args))
        .setUsageHelpAutoWidth(terminal)
        .setCommandName(System.getProperty(NAME_PROPERTY, "tocsin"))
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::report)
        .setParameterExceptionHandler(Main::misused)
        .execute(args);
  }

  /** Tocsin with some of its commands. */
  static CommandLine commandLine(List<Subcommand> subcommands) {
    CommandLine root = new CommandLine(new Main());
    subcommands.forEach(each -> each.addTo(root));
    return root;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  /**
   * Bad input and what a cluster refuses are a sentence, not a stack trace; anything else is a
   * defect and shows where.
   */
  private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    boolean badInput = e instanceof BadInputException || e instanceof UnusableClusterException;
    if (badInput || e instanceof ClusterException) {
      command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + complaint(e));
      return badInput ? 2 : 1;
    }
    throw e;
  }

  /** A mistake is its own line, what may have been meant, and where to read on. */
  private static int misused(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + Visible.line(mistake(e)));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + name + " --help'.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String mistake(ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()) {
      String argument = "'" + unmatched.getUnmatched().getFirst() + "'";
      return e.getCommandLine().getParent() == null
          ? "there is no command " + argument
          : argument + " is one argument too many";
    }
    return String.valueOf(e.getMessage());
  }

  /** May quote what was read; of several lines where several things are wrong. */
  private static String complaint(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(Visible::line)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
