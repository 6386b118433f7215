package dev.tocsin.cli;

import dev.tocsin.engine.Redaction;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What findings do not say of command lines. */
final class RedactionOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--redact",
      paramLabel = "PATTERN",
      description =
          "RE2 pattern of what is masked in findings, besides the usual forms of secrets: its"
              + " groups, or the whole match if it has none. May be given several times.")
  private List<String> patterns = new ArrayList<>();

  @Option(
      names = "--withhold-arguments",
      paramLabel = "NAMESPACE",
      description =
          "Namespace for whose pods findings contain no arguments. May be given several times.")
  private List<String> namespaces = new ArrayList<>();

  Redaction redaction() {
    try {
      return Redaction.defaults().and(patterns).withholding(namespaces);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--redact" + e.getMessage(), e);
    }
  }
}
