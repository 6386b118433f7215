package dev.tocsin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tocsin __complete WORD...}: what the last word can become, one a line, and a last line for
 * kubectl, which asks its plugins so. What goes wrong meanwhile is no candidate, and no text.
 */
@Command(name = CompleteCommand.NAME, hidden = true)
final class CompleteCommand implements Callable<Integer> {
  static final String NAME = "__complete";

  /** That these are all: kubectl then offers no files. */
  private static final String NO_FILES = ":4";

  @Spec private CommandSpec spec;

  @Parameters private List<String> words = new ArrayList<>();

  @Override
  public Integer call() {
    CommandLine root = Main.commandLine(List.of(Subcommand.values()));
    for (String candidate : new Completion(root, words, new ClusterNames()).candidates()) {
      spec.commandLine().getOut().println(candidate);
    }
    spec.commandLine().getOut().println(NO_FILES);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
