package dev.tocsin.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.WatchedKind;
import dev.tocsin.engine.policy.LabelSelector;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTranslatorTest {
  private static final String SYSTEM = "tocsin-system";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final PolicyTranslator translator =
      new PolicyTranslator(SYSTEM, PolicyTranslatorTest::configMap);

  private static ConfigMaps.Answer configMap(ObjectKey key) {
    return switch (key.toString()) {
      case "tocsin-system/tools" ->
          new ConfigMaps.Found(Map.of("names", "# scanners\nnmap\n\n  masscan \n#end\n"));
      case "tocsin-system/secret" -> new ConfigMaps.Unreadable("forbidden");
      default -> new ConfigMaps.NotFound();
    };
  }

  private PolicyTranslation translate(DetectionPolicy policy, DetectionException... exceptions) {
    return translator.translate(policy, List.of(exceptions), NOW);
  }

  private Policy translated(DetectionPolicy policy, DetectionException... exceptions) {
    PolicyTranslation translation = translate(policy, exceptions);
    assertThat(translation.problems()).isEmpty();
    return translation.policy().orElseThrow();
  }

  private Policy.Window window(DetectionPolicy policy) {
    return requireNonNull(translated(policy).window());
  }

  private List<String> problems(DetectionPolicy policy) {
    PolicyTranslation translation = translate(policy);
    assertThat(translation.policy()).isEmpty();
    return translation.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void aShortPolicyGetsDefaults() {
    LabelSelector all = LabelSelector.EVERYTHING;
    assertThat(translated(Yaml.policy(SYSTEM, "shell")))
        .isEqualTo(
            new Policy(
                new PolicyId(SYSTEM, "shell", "uid-of-shell", 3),
                "Shell",
                Severity.MEDIUM,
                50,
                List.of(),
                Policy.Mode.ACTIVE,
                new Scope("", all, all, all, List.of(), List.of(), Scope.Host.EXCLUDE),
                Set.of(EventKind.PROCESS_EXEC),
                List.of(),
                List.of(),
                "process.name == 'sh'",
                List.of(),
                null,
                new Policy.Alerting(List.of(), "", Duration.ofDays(30))));
  }

  @Test
  void everyFieldArrives() {
    Policy policy =
        translated(
            Yaml.policy(
                SYSTEM,
                "shell",
                "severity: Critical",
                "riskScore: 7",
                "mode: Shadow",
                "mitreAttack: [{technique: T1611, tactics: [PrivilegeEscalation]}]",
                "scope: {containers: {include: ['app-*'], exclude: [proxy]}, host: Include}",
                "lists: [{name: a, values: [x, y]}]",
                "variables: [{name: v, expression: 'true'}]",
                "alert: {groupBy: [pod.uid], message: m, expireAfter: 1h30m}"));
    assertThat(policy.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(policy.riskScore()).isEqualTo(7);
    assertThat(policy.mode()).isEqualTo(Policy.Mode.SHADOW);
    assertThat(policy.mitreAttack())
        .containsExactly(new Policy.AttackTechnique("T1611", List.of("PrivilegeEscalation")));
    assertThat(policy.scope().includeContainers()).containsExactly("app-*");
    assertThat(policy.scope().excludeContainers()).containsExactly("proxy");
    assertThat(policy.scope().host()).isEqualTo(Scope.Host.INCLUDE);
    assertThat(policy.lists()).containsExactly(new Policy.NamedList("a", List.of("x", "y")));
    assertThat(policy.variables()).containsExactly(new Policy.Variable("v", "true"));
    assertThat(policy.alerting())
        .isEqualTo(new Policy.Alerting(List.of("pod.uid"), "m", Duration.ofMinutes(90)));
  }

  @ParameterizedTest
  @CsvSource({"Info, 0", "Low, 20", "Medium, 50", "High, 70", "Critical, 90"})
  void theRiskScoreFollowsTheSeverity(String severity, int score) {
    assertThat(translated(Yaml.policy(SYSTEM, "p", "severity: " + severity)).riskScore())
        .isEqualTo(score);
  }

  @Test
  void theApiHasEveryEventKindByTheSameName() {
    ObjectMapper json = new ObjectMapper();
    assertThat(Stream.of(WatchedKind.values()))
        .extracting(Enum::name, kind -> json.convertValue(kind, String.class))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(EventKind.values()).map(kind -> tuple(kind.name(), kind.apiName())).toList());
  }

  @Test
  void valuesOfANewerVersionAreProblems() {
    assertThat(
            problems(
                Yaml.policyOf(
                    SYSTEM,
                    "p",
                    """
                    title: t
                    severity: Dreadful
                    mode: Quantum
                    events: [ProcessExec, NetworkFlow]
                    match: 'true'
                    scope: {host: Perhaps}
                    """)))
        .containsExactlyInAnyOrder(
            "spec.severity: is not a value that this version knows",
            "spec.mode: is not a value that this version knows",
            "spec.events[1]: is not a value that this version knows",
            "spec.scope.host: is not a value that this version knows");
  }

  @Nested
  class TheScope {
    @Test
    void isTheWholeClusterInTheSystemNamespace() {
      assertThat(translated(Yaml.policy(SYSTEM, "p")).scope().isCluster()).isTrue();
    }

    @Test
    void isItsOwnNamespaceElsewhere() {
      assertThat(translated(Yaml.policy("shop", "p")).scope().namespace()).isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource({"Include", "Only"})
    void hasHostProcessesInTheSystemNamespaceOnly(String host) {
      assertThat(problems(Yaml.policy("shop", "p", "scope: {host: " + host + "}")))
          .containsExactly(
              "spec.scope.host: only a policy in the system namespace sees host processes");
    }

    @Test
    void selectsByLabels() {
      assertThat(
              translated(
                      Yaml.policy(
                          SYSTEM,
                          "p",
                          "scope:",
                          "  namespaceSelector: {matchLabels: {team: shop}}",
                          "  podSelector:",
                          "    matchExpressions:",
                          "      - {key: a, operator: In, values: [b, c]}",
                          "      - {key: a, operator: NotIn, values: [d]}",
                          "      - {key: e, operator: Exists}",
                          "      - {key: f, operator: DoesNotExist}"))
                  .scope())
          .isEqualTo(
              new Scope(
                  "",
                  new LabelSelector(Map.of("team", "shop"), List.of()),
                  new LabelSelector(
                      Map.of(),
                      List.of(
                          requirement("a", LabelSelector.Operator.IN, "b", "c"),
                          requirement("a", LabelSelector.Operator.NOT_IN, "d"),
                          requirement("e", LabelSelector.Operator.EXISTS),
                          requirement("f", LabelSelector.Operator.DOES_NOT_EXIST))),
                  LabelSelector.EVERYTHING,
                  List.of(),
                  List.of(),
                  Scope.Host.EXCLUDE));
    }

    private static LabelSelector.Requirement requirement(
        String key, LabelSelector.Operator operator, String... values) {
      return new LabelSelector.Requirement(key, operator, List.of(values));
    }

    @Test
    void rejectsAnUnknownOperator() {
      assertThat(
              problems(
                  Yaml.policy(
                      SYSTEM,
                      "p",
                      "scope: {podSelector: {matchExpressions: [{key: a, operator: Is}]}}")))
          .containsExactly(
              "spec.scope.podSelector.matchExpressions[0].operator: 'Is' is not one of In, NotIn,"
                  + " Exists, DoesNotExist");
    }
  }

  @Nested
  class Lists {
    @Test
    void comeFromAConfigMapWithoutBlanksAndComments() {
      assertThat(
              translated(
                      Yaml.policy(
                          SYSTEM,
                          "p",
                          "lists: [{name: t, configMapKeyRef: {name: tools, key: names}}]"))
                  .lists())
          .containsExactly(new Policy.NamedList("t", List.of("nmap", "masscan")));
    }

    /** A list may have thousands of values, and a hundred policies may take it. */
    @Test
    void ofOneConfigMapHaveTheirValuesOnce() {
      String spec = "lists: [{name: t, configMapKeyRef: {name: tools, key: names}}]";

      List<String> one = translated(Yaml.policy(SYSTEM, "one", spec)).lists().getFirst().values();
      List<String> two = translated(Yaml.policy(SYSTEM, "two", spec)).lists().getFirst().values();

      assertThat(two.getFirst()).isSameAs(one.getFirst());
    }

    @ParameterizedTest
    @CsvSource({
      "tocsin-system, tools, other, ConfigMap tools has no key other",
      "tocsin-system, nothing, names, ConfigMap nothing not found",
      "tocsin-system, secret, names, ConfigMap secret cannot be read: forbidden",
      "shop, tools, names, ConfigMap tools not found"
    })
    void sayWhatIsMissing(String namespace, String configMap, String key, String message) {
      assertThat(
              problems(
                  Yaml.policy(
                      namespace,
                      "p",
                      "lists:",
                      "  - {name: a, values: [b]}",
                      "  - {name: t, configMapKeyRef: {name: %s, key: %s}}"
                          .formatted(configMap, key))))
          .containsExactly("spec.lists[1].configMapKeyRef: " + message);
    }
  }

  @Nested
  class Windows {
    @Test
    void countEvents() {
      assertThat(
              window(
                  Yaml.policy(
                      SYSTEM,
                      "p",
                      "window: {type: EventCount, within: 5m, condition: {gte: 4}, groupBy:"
                          + " [pod.uid]}")))
          .isEqualTo(
              new Policy.Window(
                  Policy.Window.Type.EVENT_COUNT,
                  null,
                  List.of("pod.uid"),
                  Duration.ofMinutes(5),
                  4,
                  List.of()));
    }

    @Test
    void addUpMoreThanTheyCount() {
      assertThat(
              window(
                  Yaml.policy(
                      SYSTEM,
                      "p",
                      "window: {type: Sum, field: process.uid, within: 24h, condition: {gte:"
                          + " 100000}, groupBy: [pod.namespace]}")))
          .isEqualTo(
              new Policy.Window(
                  Policy.Window.Type.SUM,
                  "process.uid",
                  List.of("pod.namespace"),
                  Duration.ofHours(24),
                  100_000,
                  List.of()));
    }

    @Test
    void keepWorkloadsApartByDefault() {
      assertThat(
              window(
                      Yaml.policy(
                          SYSTEM,
                          "p",
                          "window: {type: ValueCount, field: process.name, within: 5m, condition:"
                              + " {gte: 4}}"))
                  .groupBy())
          .containsExactly(
              "pod.namespace",
              "pod.workload.kind",
              "pod.workload.name",
              "pod.name == '' ? node.name : container.name");
    }

    @Test
    void wantEveryStepAndNeedNoMatchOfTheirOwn() {
      Policy policy =
          translated(
              Yaml.policyOf(
                  SYSTEM,
                  "p",
                  """
                  title: t
                  events: [ProcessExec, ProcessExit]
                  window:
                    type: TemporalOrdered
                    within: 10s
                    steps:
                      - {name: a, match: 'true', events: [ProcessExit]}
                      - {name: b, match: 'false'}
                  """));
      assertThat(policy.match()).isEmpty();
      assertThat(requireNonNull(policy.window()).threshold()).isEqualTo(2);
      assertThat(requireNonNull(policy.window()).steps())
          .containsExactly(
              new Policy.Window.Step("a", Set.of(EventKind.PROCESS_EXIT), "true"),
              new Policy.Window.Step("b", Set.of(), "false"));
    }
  }

  @Test
  void whatOnlyASchemaRequiresIsRequiredWithoutOneToo() {
    assertThat(
            problems(
                Yaml.policyOf(
                    SYSTEM,
                    "p",
                    """
                    match: 'true'
                    mitreAttack: [{tactics: [Execution]}]
                    lists: [{values: [a]}, {name: b, configMapKeyRef: {}}]
                    variables: [{}]
                    exceptions: [{name: e}]
                    window: {steps: [{}]}
                    """)))
        .containsExactlyInAnyOrder(
            "spec.title: is required",
            "spec.events: is required",
            "spec.mitreAttack[0].technique: is required",
            "spec.lists[0].name: is required",
            "spec.lists[1].configMapKeyRef.name: is required",
            "spec.lists[1].configMapKeyRef.key: is required",
            "spec.variables[0].name: is required",
            "spec.variables[0].expression: is required",
            "spec.exceptions[0].match: is required",
            "spec.window.type: is required",
            "spec.window.within: is required",
            "spec.window.condition: is required for a count or sum",
            "spec.window.steps[0].name: is required",
            "spec.window.steps[0].match: is required");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThat(
            problems(
                Yaml.policyOf(
                    SYSTEM,
                    "p",
                    """
                    title: t
                    events: [ProcessExec]
                    exceptions: [{name: a, match: 'true', expiresAt: soon}]
                    window: {type: EventCount, within: 5 minutes}
                    alert: {expireAfter: '1'}
                    """)))
        .containsExactly(
            "spec.exceptions[0].expiresAt: 'soon' is no RFC 3339 time: write it as"
                + " 2027-01-31T00:00:00Z",
            "spec.match: is required, unless the window has steps",
            "spec.window.within: '5 minutes' is no duration: write it as 90s, 5m or 1h30m",
            "spec.window.condition: is required for a count or sum",
            "spec.alert.expireAfter: '1' is no duration: write it as 90s, 5m or 1h30m");
  }

  @Nested
  class Exceptions {
    private final DetectionPolicy policy =
        Yaml.policy(
            SYSTEM,
            "shell",
            "exceptions:",
            "  - {name: old, match: 'false', expiresAt: '2026-11-24T12:00:00Z'}",
            "  - {name: new, match: 'true', expiresAt: '2026-11-24T12:00:01Z'}");

    @Test
    void holdUntilTheyExpire() {
      PolicyTranslation translation =
          translate(
              policy,
              Yaml.exception(
                  SYSTEM, "later", "policies: {names: [shell]}", "expiresAt: 2026-12-01T00:00:00Z"),
              Yaml.exception(
                  SYSTEM, "gone", "policies: {names: [shell]}", "expiresAt: 2026-01-01T00:00:00Z"));
      assertThat(translation.policy().orElseThrow().exceptions())
          .containsExactly(
              new Policy.ExceptionRule(
                  "spec.exceptions[1]", "true", Instant.parse("2026-11-24T12:00:01Z"), null),
              new Policy.ExceptionRule(
                  "DetectionException/tocsin-system/later",
                  "pod.labels['app'] == 'build'",
                  Instant.parse("2026-12-01T00:00:00Z"),
                  null));
      assertThat(translation.nextExpiry()).contains(Instant.parse("2026-11-24T12:00:01Z"));
    }

    @Test
    void ofOthersThatAreBrokenAreLeftOut() {
      PolicyTranslation translation =
          translate(
              policy,
              Yaml.exception(SYSTEM, "odd", "policies: {names: [shell]}", "expiresAt: never"));
      assertThat(translation.policy().orElseThrow().exceptions()).hasSize(1);
      assertThat(translation.warnings())
          .extracting(Problem::place)
          .containsExactly("DetectionException/tocsin-system/odd.expiresAt");
    }

    /** Who may silence whom, and for which namespace ({@code *}: all that the policy sees). */
    @ParameterizedTest(name = "an exception in {0} for a policy in {1} (allowing: {2}): {3}")
    @CsvSource({
      "tocsin-system, tocsin-system, false, *",
      "tocsin-system, shop,          false, *",
      "shop,          shop,          false, *",
      "shop,          tocsin-system, false, nothing",
      "shop,          tocsin-system, true,  shop",
      "shop,          bank,          true,  nothing"
    })
    void reachAsFarAsTheirNamespaceAllows(
        String ofException, String ofPolicy, boolean allowing, String reach) {
      Policy translated =
          translated(
              Yaml.policy(ofPolicy, "shell", "allowNamespaceExceptions: " + allowing),
              Yaml.exception(ofException, "e", "policies: {names: [shell]}"));
      assertThat(translated.exceptions())
          .extracting(each -> each.namespace() == null ? "*" : each.namespace())
          .isEqualTo(reach.equals("nothing") ? List.of() : List.of(reach));
    }

    @Test
    void ofOneNamespaceAreTheOldestFewForAPolicyOfTheCluster() {
      DetectionException[] exceptions = new DetectionException[25];
      for (int i = 0; i < exceptions.length; i++) {
        exceptions[i] = Yaml.exception("shop", "e" + (10 + i), "policies: {names: [shell]}");
        exceptions[i]
            .getMetadata()
            .setCreationTimestamp("2026-11-20T10:%02d:00Z".formatted(59 - i));
      }
      exceptions[0].getMetadata().setNamespace("bank");

      PolicyTranslation translation =
          translate(Yaml.policy(SYSTEM, "shell", "allowNamespaceExceptions: true"), exceptions);

      assertThat(translation.policy().orElseThrow().exceptions())
          .extracting(Policy.ExceptionRule::source)
          .hasSize(21)
          .contains("DetectionException/bank/e10", "DetectionException/shop/e34")
          .isSorted();
      assertThat(translation.warnings())
          .extracting(Problem::toString)
          .hasSize(4)
          .contains(
              "DetectionException/shop/e11.match: it is not applied: of one namespace, only the"
                  + " oldest 20 exceptions, of 16384 characters together, apply to a cluster"
                  + " policy");
      assertThat(translated(Yaml.policy("shop", "shell"), exceptions).exceptions())
          .as("for a policy of its own")
          .hasSize(24);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        value = {
          "{names: [shell]}                                                        | true",
          "{names: [other, shell]}                                                 | true",
          "{names: [she]}                                                          | false",
          "{selector: {matchLabels: {pack: linux}}}                                | true",
          "{selector: {matchLabels: {pack: windows}}}                              | false",
          "{selector: {matchExpressions: [{key: pack, operator: Exists}]}}         | true",
          "{selector: {matchExpressions: [{key: pack, operator: NotIn, values: [linux]}]}} | false",
          "{selector: {}}                                                          | true"
        })
    void nameTheirPoliciesByNameOrLabel(String policies, boolean applies) {
      DetectionPolicy labelled = Yaml.policy(SYSTEM, "shell");
      labelled.getMetadata().setLabels(Map.of("pack", "linux"));
      assertThat(
              translated(labelled, Yaml.exception(SYSTEM, "e", "policies: " + policies))
                  .exceptions())
          .hasSize(applies ? 1 : 0);
    }
  }
}
