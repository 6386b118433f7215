package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.AlertCorrelation;
import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What alerts of policies over alerts are made of. */
class IncidentsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final PolicyBuilder INCIDENT = overAlerts("incident");

  private Pipeline pipeline = new Pipeline();

  private static PolicyBuilder overAlerts(String name) {
    return PolicyBuilder.policy(name)
        .events(EventKind.SECURITY_ALERT)
        .valueCount("alert.policy", 2, HOUR, "pod.workload.name")
        .alertBy("pod.namespace", "pod.workload.name")
        .severity(Severity.LOW);
  }

  private void correlate(PolicyBuilder... policies) {
    AlertCorrelation correlation =
        new AlertCorrelation(pipeline.clock, Redaction.defaults(), pipeline.aggregator);
    pipeline.aggregator.addListener(correlation);
    correlation.install(Arrays.stream(policies).map(PolicyBuilder::compiled).toList());
    pipeline.findings.workload = "web";
  }

  private void fire(String policy, Severity severity, String pod) {
    pipeline.findings.policyName = policy;
    pipeline.findings.severity = severity;
    pipeline.fire(pod);
    pipeline.run(Duration.ofMinutes(2));
  }

  private StoredAlert of(String policy) {
    List<StoredAlert> found =
        pipeline.store.all().stream()
            .filter(each -> each.summary().policyName().equals(policy))
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static String name(StoredAlert alert) {
    return alert.ref().name().toString();
  }

  @Test
  void theAlertsOfItsWindowAreWhatAnIncidentIsMadeOfAndTheySaySo() {
    correlate(INCIDENT);
    fire("shell", Severity.MEDIUM, "web-1");
    assertThat(of("shell").marks().incident()).isEmpty();
    fire("miner", Severity.CRITICAL, "web-2");

    StoredAlert incident = of("incident");
    Composition made = incident.tally().composition();
    assertThat(made.parts())
        .extracting(ContributingAlert::name)
        .containsExactly(name(of("shell")), name(of("miner")));
    assertThat(made.alerts()).isEqualTo(2);
    assertThat(made.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(made.techniques()).containsExactly("T1059");
    assertThat(made.tactics()).containsExactly("Execution");
    assertThat(incident.marks().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(of("shell").marks().incident()).isEqualTo(name(incident));
    assertThat(of("miner").marks().incident()).isEqualTo(name(incident));
  }

  @Test
  void whatComesWhileItIsOpenIsPartOfItAndItsMessageFollows() {
    correlate(INCIDENT);
    fire("shell", Severity.LOW, "web-1");
    fire("probe", Severity.LOW, "web-1");
    assertThat(of("incident").tally().composition().message())
        .isEqualTo("2 alerts of 2 policies; the most severe is probe, the latest too: sh in web-1");
    pipeline.run(Duration.ofHours(3));
    fire("miner", Severity.HIGH, "web-2");

    assertThat(of("incident").tally().composition().message())
        .isEqualTo("3 alerts of 3 policies; the most severe is miner, the latest too: sh in web-2");
    assertThat(of("incident").marks().severity()).isEqualTo(Severity.HIGH);
    assertThat(of("miner").marks().incident()).isEqualTo(name(of("incident")));
  }

  @Test
  void whatWasBeforeItsWindowIsNot() {
    correlate(INCIDENT);
    fire("old", Severity.LOW, "web-1");
    pipeline.run(Duration.ofHours(2));
    fire("shell", Severity.LOW, "web-1");
    fire("probe", Severity.LOW, "web-1");

    assertThat(of("incident").tally().composition().alerts()).isEqualTo(2);
    assertThat(of("old").marks().incident()).isEmpty();
  }

  @Test
  void whatIsAboutAnotherWorkloadIsNot() {
    correlate(INCIDENT);
    fire("shell", Severity.LOW, "web-1");
    fire("probe", Severity.LOW, "web-1");
    pipeline.findings.workload = "db";
    fire("miner", Severity.HIGH, "db-0");

    assertThat(of("incident").tally().composition().alerts()).isEqualTo(2);
    assertThat(of("miner").marks().incident()).isEmpty();
  }

  @Test
  void afterARestartTheSameAlertsAreNotCountedAgain() {
    correlate(INCIDENT);
    fire("shell", Severity.LOW, "web-1");
    fire("probe", Severity.LOW, "web-1");
    pipeline = pipeline.restarted();
    correlate(INCIDENT);
    fire("miner", Severity.HIGH, "web-2");

    assertThat(of("incident").tally().composition().alerts()).isEqualTo(3);
    assertThat(of("miner").marks().incident()).isEqualTo(name(of("incident")));
  }

  @Test
  void aSecondPolicyThatSeesTheSameAttackMakesNoSecondIncident() {
    correlate(INCIDENT, overAlerts("stages").severity(Severity.CRITICAL));
    fire("shell", Severity.LOW, "web-1");
    fire("probe", Severity.LOW, "web-1");

    assertThat(of("incident").marks().incident()).isEmpty();
    assertThat(of("stages").marks().incident()).isEqualTo(name(of("incident")));
    assertThat(of("incident").tally().composition().parts())
        .extracting(ContributingAlert::policy)
        .containsExactlyInAnyOrder(
            "tocsin-system/shell", "tocsin-system/probe", "tocsin-system/stages");
    assertThat(of("incident").marks().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aNewIncidentBeginsWithWhatComesAfterTheOldOneWasClosed() {
    correlate(INCIDENT);
    fire("shell", Severity.LOW, "web-1");
    fire("probe", Severity.LOW, "web-1");
    StoredAlert first = of("incident");
    pipeline.store.triage(first.ref().name(), TriageState.CLOSED);
    fire("miner", Severity.HIGH, "web-2");
    fire("tunnel", Severity.HIGH, "web-2");

    StoredAlert second = pipeline.store.get(first.ref().name().next());
    assertThat(second.tally().composition().parts())
        .extracting(ContributingAlert::name)
        .containsExactly(name(of("miner")), name(of("tunnel")));
    assertThat(of("miner").marks().incident()).isEqualTo(name(second));
    assertThat(of("shell").marks().incident()).isEqualTo(name(first));
  }

  @Test
  void labelsThatAreRefusedStopNoCount() {
    correlate(INCIDENT);
    pipeline.store.fault =
        request -> request.verb().equals("mark") ? new Outcome.Refused("no patch") : null;
    fire("shell", Severity.LOW, "web-1");
    fire("probe", Severity.LOW, "web-1");
    pipeline.findings.policyName = "shell";
    pipeline.fire("web-1", 4);
    pipeline.run(Duration.ofHours(1));

    assertThat(of("shell").tally().count()).isEqualTo(5);
    assertThat(pipeline.verbs().stream().filter("mark"::equals)).hasSize(1);
  }

  @Test
  void moreAlertsThanAreNamedAreCountedAndTheMostSevereStayNamed() {
    correlate(INCIDENT);
    for (int i = 0; i < Composition.PARTS + 10; i++) {
      fire("policy-" + i, i == 0 ? Severity.CRITICAL : Severity.LOW, "web-1");
    }

    Composition made = of("incident").tally().composition();
    assertThat(made.alerts()).isEqualTo(Composition.PARTS + 10);
    assertThat(made.parts()).hasSize(Composition.PARTS);
    assertThat(made.parts())
        .extracting(ContributingAlert::policy)
        .contains("tocsin-system/policy-0");
  }
}
