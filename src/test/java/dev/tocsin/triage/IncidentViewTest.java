package dev.tocsin.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PolicyReference;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.Triage;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentViewTest {

  private static SecurityAlert alert(String name, String incident) {
    SecurityAlert alert = new SecurityAlert();
    alert.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .withLabels(incident.isEmpty() ? Map.of() : Map.of("tocsin.dev/incident", incident))
            .build());
    alert.setSpec(
        SecurityAlertSpec.builder(
                new PolicyReference("policy", "tocsin-system", null, null),
                "Title",
                AlertSeverity.LOW)
            .triage(Triage.open())
            .build());
    return alert;
  }

  private static SecurityAlert closed(SecurityAlert alert) {
    alert.setSpec(alert.getSpec().withTriage(new Triage(Triage.State.CLOSED, "jane", null, null)));
    return alert;
  }

  private static List<String> names(List<SecurityAlert> alerts) {
    return alerts.stream().map(alert -> alert.getMetadata().getName()).toList();
  }

  @Test
  void anIncidentStandsForItsPartsAndForTheirs() {
    SecurityAlert incident = alert("incident", "");
    IncidentView view =
        IncidentView.of(
            List.of(
                alert("shell", "incident"),
                incident,
                alert("alone", ""),
                alert("stages", "incident"),
                alert("miner", "stages")));

    assertThat(names(view.wholes())).containsExactly("incident", "alone");
    assertThat(names(view.parts(incident))).containsExactly("shell", "stages", "miner");
  }

  @Test
  void aPartWhoseIncidentIsNotAtHandStandsForItself() {
    assertThat(names(IncidentView.of(List.of(alert("shell", "gone"))).wholes()))
        .containsExactly("shell");
  }

  @Test
  void aPartIsNotHiddenBehindAnIncidentThatIsClosedWhileItIsNot() {
    SecurityAlert incident = closed(alert("incident", ""));
    IncidentView view =
        IncidentView.of(
            List.of(incident, alert("open", "incident"), closed(alert("done", "incident"))));

    assertThat(names(view.wholes())).containsExactly("incident", "open");
    assertThat(names(view.parts(incident))).containsExactly("done");
  }

  @Test
  void labelsThatGoInACircleHideNothing() {
    assertThat(names(IncidentView.of(List.of(alert("a", "b"), alert("b", "a"))).wholes()))
        .containsExactly("a", "b");
  }

  @Test
  void severityAndMessageAreThoseOfNow() {
    SecurityAlert incident = alert("incident", "");
    incident.setStatus(
        SecurityAlertStatus.builder()
            .incident(
                new SecurityAlertStatus.Incident(
                    2L, AlertSeverity.HIGH, List.of(), List.of(), "2 alerts of 2 policies"))
            .build());

    assertThat(IncidentView.severity(incident)).isEqualTo(AlertSeverity.HIGH);
    assertThat(IncidentView.message(incident)).isEqualTo("2 alerts of 2 policies");
    assertThat(IncidentView.severity(alert("other", ""))).isEqualTo(AlertSeverity.LOW);
    assertThat(IncidentView.message(alert("other", ""))).isEqualTo("Title");
  }

  @Test
  void namesAreTakenAsKubectlWritesThem() {
    AlertKey expected = new AlertKey("shop", "shell-1");
    assertThat(AlertKey.parse("shell-1", "shop")).isEqualTo(expected);
    assertThat(AlertKey.parse("shop/shell-1", "default")).isEqualTo(expected);
    assertThat(AlertKey.parse("securityalert.tocsin.dev/shell-1", "shop")).isEqualTo(expected);
    assertThat(AlertKey.parse("securityalerts.tocsin.dev/shell-1", "shop")).isEqualTo(expected);
  }
}
