package dev.tocsin.explain;

import dev.tocsin.command.Command;
import dev.tocsin.command.CommandLine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.redaction.Masks;
import dev.tocsin.event.Event;
import dev.tocsin.explain.CommandExplanation.Program;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells the programs of one event's process. A secret may stand in a command that does not show
 * that it is one, as in {@code echo root:x | chpasswd}: so what is one anywhere is one everywhere.
 */
final class CommandExplainer {
  private final Redaction redaction;

  /** The longest first: one may be a part of another. */
  private final Set<String> secrets =
      new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(s -> s));

  private CommandExplainer(Redaction redaction) {
    this.redaction = redaction;
  }

  static CommandExplanation explain(Event event, Redaction redaction) {
    CommandLine line = event.process().command();
    CommandExplainer explainer = new CommandExplainer(redaction);
    explainer.secrets.addAll(
        redaction.secrets(event.process().arguments(), Redaction.programs(event)));
    line.commands()
        .forEach(
            each -> explainer.secrets.addAll(redaction.secrets(arguments(each), programs(each))));
    return explainer.explain(line);
  }

  private CommandExplanation explain(CommandLine line) {
    List<Command> chain = line.chain();
    return new CommandExplanation(
        program(line.effective()),
        chain.subList(0, chain.size() - 1).stream().map(Command::name).toList(),
        line.commands().stream().skip(chain.size()).map(this::program).toList(),
        !line.shell().isComplete());
  }

  private Program program(Command command) {
    return new Program(
        hidden(command.name()),
        hidden(command.path()),
        hidden(redaction.apply(arguments(command), programs(command))),
        hidden(command.options().texts()),
        hidden(command.reads()),
        hidden(command.writes()));
  }

  private static List<String> programs(Command command) {
    return List.of(command.name());
  }

  private static String arguments(Command command) {
    return command.arguments().stream()
        .map(each -> each.isEmpty() || each.indexOf(' ') >= 0 ? '"' + each + '"' : each)
        .collect(Collectors.joining(" "));
  }

  private List<String> hidden(List<String> texts) {
    return texts.stream().map(this::hidden).toList();
  }

  private String hidden(String text) {
    String hidden = text;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, Masks.MASK);
    }
    return hidden;
  }
}
