package dev.tocsin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.explain.Explainer;
import dev.tocsin.explain.Explanation;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.source.EventInputs;
import dev.tocsin.telemetry.Logs;
import dev.tocsin.text.Visible;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin explain}: what a policy is about, and why it does or does not fire. */
@Command(
    name = "explain",
    description = {
      "Explain what a policy watches and needs and, given events, why it does or does not fire for"
          + " them.",
      "",
      "The events go through the same pipeline as on the nodes, and the engine decides."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:explained, whether it fires or not",
      "2:bad input; the message names file and position"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tocsin explain my-policy.yaml",
      "  tocsin explain --from-cluster --name shop/my-policy --event recorded.json",
      "  tocsin explain config/policies --name shell-in-pod \\",
      "      --pods pods.json --event node-1.jsonl",
      "  kubectl exec -n kube-system ds/tetragon -c tetragon -- \\",
      "      tetra getevents -o json \\",
      "      | tocsin explain my-policy.yaml my-lists.yaml --event -"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "POLICY",
      arity = "0..*",
      description =
          "Files or folders with the DetectionPolicy and its DetectionExceptions and ConfigMaps.")
  private List<Path> paths = List.of();

  @Option(
      names = "--from-cluster",
      description =
          "Read policies, exceptions and lists from the cluster of the kubeconfig, instead of"
              + " files.")
  private boolean fromCluster;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Which policy to explain, if there are several: NAME or NAMESPACE/NAME.")
  private @Nullable String name;

  @Option(
      names = "--event",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Recorded events in any format that tocsin replay reads; - is standard input.")
  private List<Path> events = List.of();

  @Mixin private PodsOption pods = new PodsOption();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Maximum number of events to explain: those that came closest to firing. Default:"
              + " ${DEFAULT-VALUE}")
  private int limit;

  @Mixin private SystemNamespaceOption systemNamespace = new SystemNamespaceOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = {
        "text: for people (default)",
        "json: one object with everything that the text says"
      })
  private Output output = Output.TEXT;

  /** What goes to standard output. */
  enum Output {
    TEXT,
    JSON
  }

  @Override
  public Integer call() {
    if (limit < 0) {
      throw new ParameterException(spec.commandLine(), "--limit must not be negative");
    }
    if (fromCluster && !paths.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--from-cluster reads no files; which policy of the cluster is said by --name "
              + paths.getFirst());
    }
    if (!fromCluster && paths.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Which policy? Name its file, or give --from-cluster --name NAME");
    }
    Explainer explainer = open();
    if (!events.isEmpty()) {
      try (EventInputs inputs = EventInputs.open(events)) {
        explainer.replay().take(inputs);
      } catch (IOException e) {
        throw new BadInputException(String.valueOf(e.getMessage()));
      }
    }
    Explanation explanation = explainer.explanation();
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> out.print(ExplanationText.of(explanation, !events.isEmpty()));
      case JSON -> out.println(toJson(explanation));
    }
    out.flush();
    return Defects.complain("tocsin explain", explanation.defects(), spec.commandLine().getErr());
  }

  private Explainer open() {
    try {
      if (!fromCluster) {
        Manifests manifests = Manifests.read(paths, systemNamespace.name());
        return explainer(manifests, choose(manifests.policies()));
      }
      Logs.withoutClientLibrary();
      try (KubernetesClient client = cluster.client()) {
        ClusterManifests objects = new ClusterManifests(client);
        Manifests listed = objects.policies(systemNamespace.name());
        Manifests.Read<DetectionPolicy> chosen = choose(listed.policies());
        return explainer(objects.around(chosen, listed), chosen);
      }
    } catch (InvalidManifestException | InvalidInventoryException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  private Explainer explainer(Manifests manifests, Manifests.Read<DetectionPolicy> policy)
      throws InvalidManifestException, InvalidInventoryException {
    return new Explainer(
        manifests, policy, pods.read(), systemNamespace.name(), limit, finding -> {});
  }

  private Manifests.Read<DetectionPolicy> choose(List<Manifests.Read<DetectionPolicy>> policies) {
    List<Manifests.Read<DetectionPolicy>> meant =
        policies.stream().filter(each -> name == null || isNamed(each.object(), name)).toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    String where =
        fromCluster
            ? "the cluster"
            : paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    if (policies.isEmpty() || (fromCluster && meant.isEmpty())) {
      throw new BadInputException(
          where
              + ": there is no DetectionPolicy"
              + (fromCluster && name != null ? " " + name : ""));
    }
    String names =
        policies.stream()
            .map(each -> key(each.object()))
            .sorted()
            .collect(Collectors.joining(", "));
    throw new BadInputException(
        where
            + (name == null
                ? ": there are several policies, choose one with --name: "
                : ": " + meant.size() + " policies have the name " + name + "; there are: ")
            + names);
  }

  private static boolean isNamed(DetectionPolicy policy, String name) {
    return name.equals(policy.getMetadata().getName()) || name.equals(key(policy));
  }

  private static String key(DetectionPolicy policy) {
    return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
  }

  private static String toJson(Explanation explanation) {
    try {
      return Visible.document(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(explanation));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON", e);
    }
  }
}
