package dev.tocsin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rights that the doctor looks at are those that the chart gives. */
class ComponentTest {
  private static final String NAMESPACE = "tocsin-system";

  /** Not looked at: only installations whose operator makes its own certificates need them. */
  private static final Set<String> OF_OWN_CERTIFICATES =
      Set.of(
          "create /secrets in tocsin-system",
          "create /configmaps in tocsin-system",
          "get /secrets tocsin-operator-tls in tocsin-system",
          "update /secrets tocsin-operator-tls in tocsin-system",
          "get /configmaps tocsin-operator-ca in tocsin-system",
          "update /configmaps tocsin-operator-ca in tocsin-system",
          "get admissionregistration.k8s.io/validatingwebhookconfigurations tocsin",
          "update admissionregistration.k8s.io/validatingwebhookconfigurations tocsin");

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void theSensorsRightsAreThoseOfItsRoles() throws IOException {
    assertThat(texts(Component.SENSOR.rights(NAMESPACE))).isEqualTo(given("tocsin-sensor"));
  }

  @Test
  void theOperatorsRightsAreThoseOfItsRoles() throws IOException {
    Set<String> all = texts(Component.OPERATOR.rights(NAMESPACE));
    assertThat(all).doesNotContainAnyElementsOf(OF_OWN_CERTIFICATES);
    all.addAll(OF_OWN_CERTIFICATES);

    assertThat(all).isEqualTo(given("tocsin-operator"));
  }

  /** They are not in config/default, which has no outputs. */
  @Test
  void theRightsForOutputsAreThoseThatTheChartAdds() throws IOException {
    Matcher added =
        Pattern.compile(
                "\\{\\{- if \\.Values\\.outputs\\.enabled }}\\n(.*?)\\{\\{- end }}", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("helm/tocsin/templates/rbac.yaml")));
    assertThat(added.find()).isTrue();
    ClusterRole role =
        serialization.unmarshal(
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nrules:\n"
                + added.group(1),
            ClusterRole.class);

    assertThat(texts(Component.rightsForOutputs())).isEqualTo(texts(rights(role.getRules(), "")));
  }

  /** What the roles allow that are bound to an account. */
  private Set<String> given(String account) throws IOException {
    List<HasMetadata> objects =
        serialization.<List<HasMetadata>>unmarshal(
            Files.newInputStream(Path.of("config/default/tocsin.yaml")));
    Set<String> given = new TreeSet<>();
    for (HasMetadata object : objects) {
      switch (object) {
        case ClusterRoleBinding binding when isOf(binding.getSubjects(), account) ->
            given.addAll(texts(rights(rules(objects, binding.getRoleRef()), "")));
        case RoleBinding binding when isOf(binding.getSubjects(), account) ->
            given.addAll(
                texts(
                    rights(
                        rules(objects, binding.getRoleRef()),
                        binding.getMetadata().getNamespace())));
        default -> {}
      }
    }
    return given;
  }

  private static boolean isOf(List<Subject> subjects, String account) {
    return subjects.stream().anyMatch(each -> each.getName().equals(account));
  }

  private static List<PolicyRule> rules(List<HasMetadata> objects, RoleRef reference) {
    return objects.stream()
        .filter(each -> each.getKind().equals(reference.getKind()))
        .filter(each -> each.getMetadata().getName().equals(reference.getName()))
        .map(each -> each instanceof Role role ? role.getRules() : ((ClusterRole) each).getRules())
        .findFirst()
        .orElseThrow();
  }

  private static List<Right> rights(List<PolicyRule> rules, String namespace) {
    return rules.stream()
        .flatMap(
            rule ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            (rule.getResourceNames().isEmpty()
                                    ? List.of("")
                                    : rule.getResourceNames())
                                .stream()
                                    .map(
                                        name ->
                                            new Right(
                                                rule.getApiGroups().getFirst(),
                                                resource,
                                                namespace,
                                                name,
                                                rule.getVerbs()))))
        .toList();
  }

  private static Set<String> texts(List<Right> rights) {
    return rights.stream()
        .flatMap(
            right ->
                right.verbs().stream()
                    .map(
                        verb ->
                            (verb
                                    + " "
                                    + right.group()
                                    + "/"
                                    + right.resource()
                                    + " "
                                    + right.name()
                                    + (right.namespace().isEmpty()
                                        ? ""
                                        : " in " + right.namespace()))
                                .replace("  ", " ")
                                .strip()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
