package dev.tocsin.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.api.v1alpha1.Variable;
import dev.tocsin.api.v1alpha1.WatchedKind;
import dev.tocsin.manifest.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for all policies of the shipped library. */
class ShippedPoliciesTest {
  private static final Manifests SHIPPED = Recorded.policies("config/policies");

  /** Three of these in a list of its own, and a policy has its own notion of a kind. */
  private static final Set<String> COMMON =
      Set.of(
          "sh", "bash", "dash", "zsh", "ash", "ksh", "python", "perl", "ruby", "php", "nc", "ncat",
          "netcat", "curl", "wget");

  @Test
  void everyPolicyIsInAFileOfItsNameAndInTheFolderOfItsPack() {
    assertThat(files("config/policies"))
        .filteredOn(file -> file.getParent().getParent().endsWith("policies"))
        .allSatisfy(
            file -> {
              JsonNode metadata = yaml(file).path("metadata");
              assertThat(file).hasFileName(metadata.path("name").asText() + ".yaml");
              assertThat(file.getParent())
                  .hasFileName(metadata.at("/labels/tocsin.dev~1pack").asText());
            });
  }

  @Test
  void everyPolicySaysWhatItIs() {
    assertThat(policies())
        .allSatisfy(
            policy -> {
              assertThat(policy.getSpec().description()).isNotBlank();
              assertThat(policy.getSpec().riskScore()).isNotNull();
              assertThat(policy.getSpec().alert()).isNotNull();
            });
  }

  @Test
  void everyPolicyOverEventsSaysWhichTechniqueItSees() {
    assertThat(policies())
        .filteredOn(policy -> !policy.getSpec().events().contains(WatchedKind.SECURITY_ALERT))
        .allSatisfy(
            policy -> {
              assertThat(policy.getSpec().mitreAttack()).isNotEmpty();
              assertThat(policy.getSpec().references()).isNotEmpty();
            });
  }

  /** So that siblings cannot disagree, and an administrator says it once. */
  @Test
  void whoIsExcusedIsSaidInTheSameWordsEverywhere() {
    SetMultimap<String, String> lists = HashMultimap.create();
    SetMultimap<String, String> variables = HashMultimap.create();
    for (DetectionPolicy policy : policies()) {
      for (NamedList list : policy.getSpec().lists()) {
        if (list.configMapKeyRef() != null) {
          lists.put(list.configMapKeyRef().key(), list.name());
        }
      }
      for (Variable variable : policy.getSpec().variables()) {
        String expression = variable.expression().replaceAll("\\s+", " ");
        if (expression.matches(".*(pod\\.identity|pod\\.namespace|is_host|container\\.id).*")) {
          variables.put(variable.name(), expression);
        }
      }
    }

    assertThat(lists.keySet()).contains("node-agents", "container-runtimes", "builders");
    assertThat(variables.keySet())
        .containsExactlyInAnyOrder("runtime", "configuresHost", "staticPod");
    assertThat(lists.asMap().values()).allSatisfy(names -> assertThat(names).hasSize(1));
    assertThat(variables.asMap().values()).allSatisfy(each -> assertThat(each).hasSize(1));
  }

  /** Kinds of programs are keys of tocsin-lists, or words of the language such as is_shell. */
  @Test
  void noPolicyBringsItsOwnListOfAKindOfPrograms() {
    assertThat(policies())
        .allSatisfy(
            policy ->
                assertThat(policy.getSpec().lists())
                    .filteredOn(list -> list.configMapKeyRef() == null)
                    .extracting(NamedList::name)
                    .doesNotContain(
                        "shells",
                        "interpreters",
                        "netcats",
                        "downloaders",
                        "decoders",
                        "connections",
                        "networkClients",
                        "writableDirectories",
                        "questions"))
        .allSatisfy(
            policy ->
                assertThat(policy.getSpec().lists())
                    .filteredOn(list -> list.configMapKeyRef() == null)
                    .allSatisfy(
                        list ->
                            assertThat(COMMON.stream().filter(list.values()::contains))
                                .as(list.name())
                                .hasSizeLessThan(3)));
  }

  @Test
  void titlesAreUnique() {
    assertThat(policies().stream().map(policy -> policy.getSpec().title())).doesNotHaveDuplicates();
  }

  @Test
  void everyTracingPolicyIsThereForAPolicyAndEveryPolicyGetsItsOwn() {
    Set<String> shipped =
        files("config/tracing").stream()
            .map(file -> yaml(file).at("/metadata/name").asText())
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> required = new TreeSet<>();
    for (DetectionPolicy policy : policies()) {
      if (policy.getSpec().requires() != null) {
        required.addAll(policy.getSpec().requires().tracingPolicies());
      }
    }

    assertThat(required).isEqualTo(shipped);
  }

  /** kubectl apply -f of a folder would take the tests beside policies for manifests. */
  @Test
  void theKustomizationHasAllOfThem() {
    JsonNode kustomization = yaml(Path.of("config/policies/kustomization.yaml"));
    Set<Path> listed = new TreeSet<>();
    kustomization
        .path("resources")
        .forEach(file -> listed.add(Path.of("config/policies", file.asText())));

    Set<Path> all = new TreeSet<>(files("config/policies"));
    all.remove(Path.of("config/policies/kustomization.yaml"));
    assertThat(listed).isEqualTo(all);
  }

  private static List<DetectionPolicy> policies() {
    return SHIPPED.policies().stream().map(Manifests.Read::object).toList();
  }

  private static List<Path> files(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !Manifests.isTest(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode yaml(Path file) {
    try {
      return new YAMLMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
