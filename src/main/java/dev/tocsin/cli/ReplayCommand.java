package dev.tocsin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.alert.Alert;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.engine.Finding;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.replay.Replay;
import dev.tocsin.sink.SecurityAlerts;
import dev.tocsin.source.EventInputs;
import dev.tocsin.text.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin replay}: the pipeline of {@code run} over files. */
@Command(
    name = "replay",
    description = {
      "Evaluate recorded events against policies, without a cluster.",
      "",
      "Runs the same pipeline as tocsin run, on the time of the events: the same input always gives"
          + " the same output."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all events were evaluated",
      "2:bad input; the message names file and position"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tocsin replay --policies config/samples --pods pods.json \\",
      "      --events node-1.pb.gz -o table",
      "  tocsin replay --policies my.yaml \\",
      "      --events node-1.jsonl --events node-2.jsonl -o findings",
      "  tocsin replay --policies config/policies --events /var/log/syslog   # Sysmon",
      "  tetra getevents -o json | tocsin replay --policies my.yaml --events -"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--policies",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description =
          "Files or folders with DetectionPolicies, DetectionExceptions and the ConfigMaps of their"
              + " lists, in YAML or JSON.")
  private List<Path> policies = List.of();

  @Option(
      names = "--events",
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description =
          "Recorded events: Tetragon's delimited protobuf; JSON of Tetragon or Isovalent, or"
              + " records of Sysmon for Linux, also inside logs, arrays and wrapper objects; each"
              + " may be gzipped; - is standard input. The format is detected from the content."
              + " Several files are merged into one stream in order of event time.")
  private List<Path> events = List.of();

  @Mixin private PodsOption pods = new PodsOption();

  @Mixin private RedactionOptions redaction = new RedactionOptions();

  @Mixin private SystemNamespaceOption systemNamespace = new SystemNamespaceOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = {
        "table: the alerts, for people (default)",
        "json: one SecurityAlert per line, in its final state, in order of firstSeen",
        "findings: one JSON object per finding, as it is made"
      })
  private Output output = Output.TABLE;

  /** What goes to standard output. */
  enum Output {
    TABLE,
    JSON,
    FINDINGS
  }

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Consumer<Finding> findings =
        output == Output.FINDINGS
            ? finding -> out.println(toJson(FindingLine.of(finding)))
            : finding -> {};
    Replay replay = open(findings);
    replay
        .warnings()
        .forEach(warning -> err.println("tocsin replay: warning: " + Visible.line(warning)));
    try (EventInputs inputs = EventInputs.open(events)) {
      replay.take(inputs);
    } catch (IOException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
    print(replay, out);
    int exitCode = Defects.complain("tocsin replay", replay.defects(), err);
    err.println(replay.summary());
    err.flush();
    return exitCode;
  }

  private Replay open(Consumer<Finding> findings) {
    try {
      return new Replay(
          Manifests.read(policies, systemNamespace.name()),
          pods.read(),
          systemNamespace.name(),
          redaction.redaction(),
          findings);
    } catch (InvalidManifestException | InvalidInventoryException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  private void print(Replay replay, PrintWriter out) {
    List<SecurityAlert> alerts = new ArrayList<>();
    for (Alert alert : replay.alerts()) {
      alerts.add(SecurityAlerts.toResource(alert));
    }
    switch (output) {
      case JSON -> alerts.forEach(alert -> out.println(toJson(alert)));
      case TABLE -> out.print(AlertTable.of(alerts));
      case FINDINGS -> {}
    }
    out.flush();
  }

  private String toJson(Object value) {
    try {
      return Visible.document(json.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }
}
