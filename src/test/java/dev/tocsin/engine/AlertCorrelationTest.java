package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertCorrelationTest {
  private static final Duration DAY = Duration.ofHours(24);

  private Instant now = EventFixture.TIME;
  private final List<Finding> findings = new ArrayList<>();
  private AlertCorrelation correlation = started();

  private AlertCorrelation started() {
    return new AlertCorrelation(() -> now, Redaction.defaults(), new FindingsOf(findings));
  }

  private void install(PolicyBuilder... policies) {
    correlation.install(Arrays.stream(policies).map(PolicyBuilder::compiled).toList());
  }

  private static PolicyBuilder overAlerts(String name) {
    return policy(name).events(EventKind.SECURITY_ALERT);
  }

  private static PolicyBuilder risk() {
    return overAlerts("risk")
        .sum("alert.riskScore", 100, DAY, "pod.workload.name")
        .alertBy("pod.workload.name")
        .message("{{alert.policy}} in {{pod.name}} on {{event.node}}: {{count}}");
  }

  /** About a pod of the workload that all pods of the fixture belong to. */
  private static AlertView alert(String name, int risk, int hour) {
    return alert(name, risk, hour, false);
  }

  private static AlertView alert(String name, int risk, int hour, boolean overAlerts) {
    return new AlertView(
        name,
        "shop",
        "policy-of-" + name,
        "tocsin-system",
        "title",
        "message",
        "High",
        risk,
        List.of("T1059"),
        List.of("Execution"),
        "Open",
        1,
        Map.of("pod.uid", "uid"),
        EventFixture.nanos(EventFixture.TIME.plus(Duration.ofHours(hour))),
        "",
        overAlerts,
        Nodes.in("node-" + name, "pod-" + name));
  }

  private void open(AlertView alert) {
    Instant time = Instant.ofEpochSecond(0, alert.firstSeenNanos());
    now = time.isAfter(now) ? time : now;
    correlation.opened(alert);
  }

  @Test
  void riskOfAlertsOnSeveralNodesAddsUpWithinADay() {
    install(risk());

    open(alert("a", 60, 0));
    open(alert("b", 30, 12));
    assertThat(findings).isEmpty();
    open(alert("c", 10, 24));

    assertThat(findings)
        .extracting(Finding::message)
        .containsExactly("policy-of-c in pod-c on node-c: 100");
    assertThat(findings.getFirst().facts().kind()).isEqualTo(EventKind.SECURITY_ALERT);
    assertThat(findings.getFirst().facts().where().pod().name()).isEqualTo("pod-c");
  }

  @Test
  void alertsOfMoreThanADayDoNotAddUp() {
    install(risk());

    open(alert("a", 60, 0));
    open(alert("b", 60, 25));

    assertThat(findings).isEmpty();
  }

  @Test
  void aPolicyWithoutAWindowSeesEachAlertThatOpensAndNoTwoFindingsAreOne() {
    install(overAlerts("each").match("alert.severity == 'High' && 'T1059' in alert.techniques"));

    open(alert("a", 1, 0));
    open(alert("b", 1, 0));

    assertThat(findings).extracting(Finding::id).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void whatPoliciesOverAlertsMakeIsNoEventForThem() {
    install(overAlerts("each").match("true"));

    open(alert("a", 100, 0, true));
    correlation.restored(List.of(alert("b", 100, 0, true)), Set.of());

    assertThat(findings).isEmpty();
    assertThat(correlation.stats()).extracting(PolicyStats::matches).containsExactly(0L);
  }

  @Test
  void policiesOverEventsAreLeftToThoseWhoSeeEvents() {
    install(policy("execs"), risk());

    assertThat(correlation.stats()).extracting(stats -> stats.id().name()).containsExactly("risk");
  }

  @Test
  void alertsStandAloneAmongKinds() {
    String error =
        "spec.events:1:1: SecurityAlert cannot stand beside other kinds, nor can a step's";
    assertThat(errors(policy("p").events(EventKind.SECURITY_ALERT, EventKind.PROCESS_EXEC)))
        .containsExactly(error);
    assertThat(
            errors(
                overAlerts("p")
                    .window(
                        new Policy.Window(
                            Policy.Window.Type.TEMPORAL,
                            null,
                            List.of(),
                            DAY,
                            2,
                            List.of(
                                new Policy.Window.Step("a", Set.of(), "true"),
                                new Policy.Window.Step(
                                    "b", Set.of(EventKind.PROCESS_EXEC), "true"))))))
        .containsExactly(error);
  }

  @Test
  void aWindowBeginsWithTheAlertsOfTheLastDayAlsoWhereItsPolicyComesLater() {
    open(alert("old", 90, 0));
    open(alert("a", 60, 20));
    now = EventFixture.TIME.plus(Duration.ofHours(30));
    install(risk());
    assertThat(findings).isEmpty();

    open(alert("b", 40, 31));

    assertThat(findings).hasSize(1);
  }

  @Test
  void afterARestartSumsGoOnAndWhatAStoredFindingCoversDoesNotCountAgain() {
    install(risk());
    List<AlertView> stored = List.of(alert("a", 60, 0), alert("b", 50, 1), alert("c", 60, 2));
    stored.forEach(this::open);
    assertThat(findings).hasSize(1);
    Set<String> ids = Set.of(findings.getFirst().id());
    findings.clear();

    correlation = started();
    install(risk());
    correlation.restored(stored, ids);
    assertThat(findings).isEmpty();
    open(alert("d", 40, 3));

    assertThat(findings)
        .extracting(Finding::message)
        .containsExactly("policy-of-d in pod-d on node-d: 100");
  }

  @Test
  void aPolicyWithoutAWindowIsNotToldAgainOfWhatWasThere() {
    install(overAlerts("each").match("true"));
    correlation.restored(List.of(alert("a", 60, 0)), Set.of());

    assertThat(findings).isEmpty();
  }

  @Test
  void otherEventsHaveAnEmptyAlert() {
    TestEngine engine = new TestEngine();
    engine.install(policy("p").match("!has(alert.name) && alert.riskScore == 0"));
    engine.run("/bin/ls", 0);

    assertThat(engine.findings()).hasSize(1);
  }

  private static List<String> errors(PolicyBuilder policy) {
    return new PolicyCompiler()
        .compile(policy.build()).diagnostics().stream().map(Diagnostic::toString).toList();
  }
}
