package dev.tocsin.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin completion}: for the shell. */
@Command(
    name = "completion",
    description = "Print what makes a shell complete the commands and options of tocsin.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(tocsin completion bash)      # in ~/.bashrc",
      "  source <(tocsin completion zsh)       # in ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String PROGRAM = "tocsin";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  /** As people write them. One script is for both: it sets zsh up to read bash's completions. */
  enum Shell {
    bash,
    zsh
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash(PROGRAM, spec.root().commandLine()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
