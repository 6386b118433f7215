package dev.tocsin.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/**
 * The commands in the order of the help. Each is made only when it is asked for: to reflect on all
 * of them takes longer than most of them do.
 */
enum Subcommand {
  RUN,
  SENSOR,
  OPERATOR,
  REPLAY,
  TEST,
  LINT,
  IMPORT,
  EXPLAIN,
  FIELDS,
  GET,
  ACK,
  CLOSE,
  SILENCE,
  UNSILENCE,
  OUTPUT,
  WATCH,
  EXCEPT,
  COVERAGE,
  DOCTOR,
  COMPLETION,
  COMPLETE,
  VERSION;

  private static final Set<Subcommand> STAYING = EnumSet.of(RUN, SENSOR, OPERATOR, WATCH);

  /** The one that the arguments begin with; all of them when they begin with something else. */
  static List<Subcommand> neededFor(String... arguments) {
    return asked(arguments).map(List::of).orElseGet(() -> List.of(values()));
  }

  private static Optional<Subcommand> asked(String... arguments) {
    return Arrays.stream(arguments)
        .limit(1)
        .flatMap(first -> Arrays.stream(values()).filter(each -> each.commandName().equals(first)))
        .findFirst();
  }

  /** Whether the arguments are those of a command that runs until it is stopped. */
  static boolean staysFor(String... arguments) {
    return asked(arguments).filter(STAYING::contains).isPresent();
  }

  void addTo(CommandLine root) {
    CommandLine command = new CommandLine(create());
    if (this == COMPLETE) {
      // what follows is another command's, unfinished
      command.setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true);
    }
    root.addSubcommand(commandName(), command);
  }

  private String commandName() {
    return this == COMPLETE ? CompleteCommand.NAME : name().toLowerCase(Locale.ROOT);
  }

  private Object create() {
    return switch (this) {
      case RUN -> new RunCommand();
      case SENSOR -> new SensorCommand();
      case OPERATOR -> new OperatorCommand();
      case REPLAY -> new ReplayCommand();
      case TEST -> new TestCommand();
      case LINT -> new LintCommand();
      case IMPORT -> new ImportCommand();
      case EXPLAIN -> new ExplainCommand();
      case FIELDS -> new FieldsCommand();
      case GET -> new GetCommand();
      case ACK -> new AckCommand();
      case CLOSE -> new CloseCommand();
      case SILENCE -> new SilenceCommand();
      case UNSILENCE -> new UnsilenceCommand();
      case OUTPUT -> new OutputCommand();
      case WATCH -> new WatchCommand();
      case EXCEPT -> new ExceptCommand();
      case COVERAGE -> new CoverageCommand();
      case DOCTOR -> new DoctorCommand();
      case COMPLETION -> new CompletionCommand();
      case COMPLETE -> new CompleteCommand();
      case VERSION -> new VersionCommand();
    };
  }
}
