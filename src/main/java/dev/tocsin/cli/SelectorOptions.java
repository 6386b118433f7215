package dev.tocsin.cli;

import dev.tocsin.triage.ServerSelectors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the API server selects by, as in kubectl. */
final class SelectorOptions {
  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description =
          "Labels to select by, such as tocsin.dev/workload=web; alerts have policy, severity,"
              + " node, pod, workload, workload-kind and incident.")
  private @Nullable String labels;

  @Option(
      names = "--field-selector",
      paramLabel = "SELECTOR",
      description =
          "Fields to select by: spec.policy.name, spec.severity, spec.triage.state,"
              + " metadata.name.")
  private @Nullable String fields;

  boolean isGiven() {
    return labels != null || fields != null;
  }

  ServerSelectors selectors() {
    return new ServerSelectors(Optional.ofNullable(labels), Optional.ofNullable(fields));
  }
}
