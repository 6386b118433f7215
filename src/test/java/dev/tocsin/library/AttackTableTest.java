package dev.tocsin.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.WatchedKind;
import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.attack.Tactic;
import dev.tocsin.attack.Technique;
import dev.tocsin.manifest.Manifests;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of techniques in the library's README says what the policies say, and all of it. */
class AttackTableTest {
  private static final AttackCatalog CATALOG = AttackCatalog.read();
  private static final List<AttackTable.Row> TABLE = AttackTable.read();
  private static final Map<String, DetectionPolicy> POLICIES =
      Recorded.policies("config/policies").policies().stream()
          .map(Manifests.Read::object)
          .collect(Collectors.toMap(each -> each.getMetadata().getName(), Function.identity()));

  @Test
  void everyTechniqueOfTheMatrixIsInIt() {
    assertThat(CATALOG.inForce())
        .filteredOn(Technique::inContainers)
        .hasSize(48)
        .allSatisfy(technique -> assertThat(TABLE).anyMatch(row -> row.isAbout(technique.id())));
  }

  @Test
  void everyPolicyIsWithTheTechniquesOfTheMatrixThatItNames() {
    Map<String, Set<String>> missing = new TreeMap<>();
    POLICIES.forEach(
        (name, policy) -> {
          for (String id : techniques(policy)) {
            boolean listed =
                TABLE.stream().anyMatch(row -> row.takes(id) && row.policies().contains(name));
            if (known(id).inContainers() && !listed) {
              missing.computeIfAbsent(name, absent -> new TreeSet<>()).add(id);
            }
          }
        });

    assertThat(missing).isEmpty();
  }

  @Test
  void everyPolicyInItExistsAndNamesTheTechnique() {
    assertThat(TABLE)
        .allSatisfy(
            row ->
                assertThat(row.policies())
                    .allSatisfy(
                        name -> {
                          assertThat(POLICIES).containsKey(name);
                          assertThat(techniques(policy(name))).anyMatch(row::takes);
                        }));
  }

  @Test
  void everyTechniqueInItHasTheNameAndTheTacticThatAttackGivesIt() {
    Map<String, String> tactics =
        CATALOG.tactics().stream()
            .collect(Collectors.toMap(each -> each.name().toLowerCase(Locale.ROOT), Tactic::key));

    assertThat(TABLE)
        .allSatisfy(
            row -> {
              Technique technique = known(row.technique());
              assertThat(technique.state()).isEmpty();
              assertThat(row.name()).isEqualToIgnoringCase(technique.name());
              row.parts()
                  .forEach((id, words) -> assertThat(known(id).name()).containsIgnoringCase(words));
              if (row.tactic().equals(AttackTable.OUTSIDE)) {
                assertThat(technique.inContainers()).isFalse();
              } else {
                assertThat(technique.tactics())
                    .contains(tactics.get(row.tactic().toLowerCase(Locale.ROOT)));
              }
            });
  }

  @Test
  void whatNoPolicySeesSaysWhy() {
    assertThat(TABLE)
        .filteredOn(row -> row.policies().isEmpty())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.notSeen()).isNotEmpty());
  }

  @Test
  void theNeedsOfARowAreThoseOfItsPolicies() {
    assertThat(TABLE)
        .allSatisfy(
            row -> {
              List<DetectionPolicy> policies =
                  row.policies().stream().map(AttackTableTest::policy).toList();
              assertThat(row.tracing())
                  .isEqualTo(
                      policies.stream()
                          .map(AttackTableTest::tracing)
                          .flatMap(Collection::stream)
                          .collect(Collectors.toCollection(TreeSet::new)));
              assertThat(row.needsExec())
                  .isEqualTo(policies.stream().anyMatch(AttackTableTest::seesByExec));
            });
  }

  /** Events that Tetragon has without further ado, if only for some of what the policy sees. */
  private static boolean seesByExec(DetectionPolicy policy) {
    return policy.getSpec().events().contains(WatchedKind.PROCESS_EXEC)
        && (policy.getSpec().requires() == null
            || policy.getSpec().requires().tetragon().isEmpty());
  }

  private static List<String> tracing(DetectionPolicy policy) {
    return policy.getSpec().requires() == null
        ? List.of()
        : policy.getSpec().requires().tracingPolicies();
  }

  private static Set<String> techniques(DetectionPolicy policy) {
    Set<String> ids = new HashSet<>();
    policy.getSpec().mitreAttack().forEach(each -> ids.add(each.technique()));
    return ids;
  }

  private static DetectionPolicy policy(String name) {
    return Objects.requireNonNull(POLICIES.get(name), name);
  }

  private static Technique known(String id) {
    return Objects.requireNonNull(CATALOG.technique(id), id);
  }
}
