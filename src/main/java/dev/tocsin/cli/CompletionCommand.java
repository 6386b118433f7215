package dev.tocsin.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin completion}: for the shell. */
@Command(
    name = "completion",
    description =
        "Print the shell code that completes commands, options, and the names of contexts,"
            + " namespaces, policies and alerts.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(tocsin completion bash)      # in ~/.bashrc",
      "  source <(tocsin completion zsh)       # in ~/.zshrc",
      "  tocsin completion fish | source       # in ~/.config/fish/config.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String PROGRAM = "tocsin";

  /** Names of contexts, namespaces, policies and alerts: the program is asked when it has to be. */
  private static final String NAMES_IN_BASH =
      """

      # Where the command line alone does not say what can follow, tocsin is asked.
      function _complete_tocsin_names() {
        _complete_tocsin "$@"
        if [ ${#COMPREPLY[@]} -eq 0 ]; then
          local name
          while IFS= read -r name; do
            case $name in :*) ;; *) COMPREPLY+=("$name") ;; esac
          done < <(tocsin __complete "${COMP_WORDS[@]:1:$COMP_CWORD}" 2>/dev/null)
        fi
      }
      complete -F _complete_tocsin_names -o default tocsin
      """;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  /** As people write them. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Override
  public Integer call() {
    CommandLine root = Main.commandLine(List.of(Subcommand.values()));
    spec.commandLine()
        .getOut()
        .print(
            switch (shell) {
              // one script is for both: it sets zsh up to read bash's completions
              case bash, zsh -> AutoComplete.bash(PROGRAM, root) + NAMES_IN_BASH;
              case fish -> FishCompletion.of(PROGRAM, root);
            });
    spec.commandLine().getOut().flush();
    return 0;
  }
}
