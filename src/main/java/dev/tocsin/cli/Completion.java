package dev.tocsin.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the last word of an unfinished command can become. */
final class Completion {
  /** Commands whose operands are alerts. */
  private static final Set<String> OF_ALERTS = Set.of("get", "ack", "close", "silence", "except");

  private final ClusterNames names;
  private final String current;
  private CommandLine command;
  private @Nullable OptionSpec pending;
  private final Map<String, String> given = new HashMap<>();

  /**
   * @param words of the command line behind the program's name; the last is the unfinished one,
   *     perhaps {@code ""}
   */
  Completion(CommandLine root, List<String> words, ClusterNames names) {
    this.names = names;
    this.command = root;
    words.stream().limit(Math.max(0, words.size() - 1)).forEach(this::pass);
    String last = words.isEmpty() ? "" : words.getLast();
    this.current = isSplitEquals(last) ? "" : last;
  }

  /** Bash splits {@code --context=lab} into three words; the one in the middle says nothing. */
  private boolean isSplitEquals(String word) {
    return pending != null && word.equals("=");
  }

  private void pass(String word) {
    if (isSplitEquals(word)) {
      return;
    }
    OptionSpec option = pending;
    if (option != null) {
      given.put(option.longestName(), word);
      pending = null;
    } else if (word.startsWith("-")) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      OptionSpec named = command.getCommandSpec().findOption(name);
      if (named != null && named.arity().max() > 0) {
        if (equals < 0) {
          pending = named;
        } else {
          given.put(named.longestName(), word.substring(equals + 1));
        }
      }
    } else {
      command = command.getSubcommands().getOrDefault(word, command);
    }
  }

  /** Those that begin with the unfinished word. */
  List<String> candidates() {
    return all().filter(each -> each.startsWith(current)).sorted().distinct().toList();
  }

  private Stream<String> all() {
    if (pending != null) {
      return values(pending);
    }
    CommandSpec spec = command.getCommandSpec();
    if (current.startsWith("-")) {
      return spec.options().stream()
          .filter(option -> !option.hidden())
          .flatMap(option -> Stream.of(option.names()));
    }
    List<String> words = new ArrayList<>();
    command
        .getSubcommands()
        .forEach(
            (name, each) -> {
              if (!each.getCommandSpec().usageMessage().hidden()) {
                words.add(name);
              }
            });
    spec.positionalParameters().stream()
        .filter(each -> each.completionCandidates() != null)
        .forEach(each -> each.completionCandidates().forEach(words::add));
    return Stream.concat(words.stream(), operands(spec.name()));
  }

  private Stream<String> operands(String name) {
    return OF_ALERTS.contains(name) ? names.alerts(given, current) : Stream.empty();
  }

  private Stream<String> values(OptionSpec option) {
    if (option.completionCandidates() != null) {
      return StreamSupport.stream(option.completionCandidates().spliterator(), false);
    }
    return switch (option.longestName()) {
      case "--context" -> names.contexts(given);
      case "--namespace", "--system-namespace" -> names.namespaces(given);
      case "--policy" -> names.policies(given);
      case "--name" ->
          command.getCommandName().equals("explain") ? names.policies(given) : Stream.empty();
      default -> Stream.empty();
    };
  }
}
