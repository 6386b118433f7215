package dev.tocsin.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.Cap;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Headline;
import dev.tocsin.alert.StoredAlert;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.engine.AlertFeed;
import dev.tocsin.event.AlertView;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written as an object comes back as it was. */
class StoredAlertsTest {
  private final KubernetesSerialization json = new KubernetesSerialization();
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00.25Z"));
  private final Findings findings = new Findings(clock);
  private final Aggregator aggregator =
      new Aggregator(AlertSettings.defaults("tocsin-system"), clock);

  @Test
  void anAlertComesBack() {
    findings.expireAfter = Duration.ofHours(100);
    Alert alert = alerts(500, 3).getFirst();
    StoredAlert stored = throughJson(alert);

    assertThat(stored.ref().name()).isEqualTo(alert.name());
    assertThat(stored.headline()).isEqualTo(Headline.of(alert));
    assertThat(stored.tally()).isEqualTo(alert.tally());
    assertThat(stored.expireAfter()).isEqualTo(Duration.ofHours(100));
    assertThat(stored.overflow()).isNull();
  }

  /** So a window over alerts holds after a restart what it held before. */
  @Test
  void policiesOverAlertsSeeOfItWhatTheySawWhenItOpened() {
    List<AlertView> opened = new ArrayList<>();
    aggregator.tell(
        new AlertFeed() {
          @Override
          public void opened(AlertView alert) {
            opened.add(alert);
          }

          @Override
          public void restored(List<AlertView> alerts, Set<String> findingIds) {}
        });
    aggregator.loaded();
    aggregator.accept(findings.finding("web", Instant.parse("2026-11-24T11:00:00.123456789Z")));

    assertThat(throughJson(aggregator.alerts().getFirst()).view()).isEqualTo(opened.getFirst());
    assertThat(opened.getFirst().where().pod().labels()).containsEntry("app", "web");
  }

  @Test
  void anOverflowAlertComesBack() {
    Alert overflow =
        alerts(2, 7).stream().filter(alert -> alert.overflow() != null).findFirst().orElseThrow();
    StoredAlert stored = throughJson(overflow);

    assertThat(stored.overflow()).isEqualTo(overflow.overflow());
    assertThat(stored.tally().foldedAlerts()).isEqualTo(5);
    assertThat(stored.headline()).isEqualTo(Headline.of(overflow));
  }

  @Test
  void theOverflowAlertOfAPodComesBack() {
    for (int i = 0; i < 25; i++) {
      findings.program = ".x" + i;
      aggregator.accept(findings.finding("web-1"));
    }
    Alert overflow =
        aggregator.alerts().stream()
            .filter(alert -> alert.overflow() != null)
            .findFirst()
            .orElseThrow();
    StoredAlert stored = throughJson(overflow);

    assertThat(stored.overflow()).isEqualTo(overflow.overflow());
    assertThat(stored.headline()).isEqualTo(Headline.of(overflow));
    assertThat(stored.tally()).isEqualTo(overflow.tally());
    assertThat(stored.headline().podName()).isEqualTo("web-1");
  }

  /** As it was written when status had no field for it, and the severity was always High. */
  @Test
  void anOverflowAlertOfAnEarlierVersionIsRead() {
    Alert overflow =
        alerts(2, 7).stream().filter(alert -> alert.overflow() != null).findFirst().orElseThrow();
    SecurityAlert resource = SecurityAlerts.toResource(overflow);
    ObjectNode object = (ObjectNode) json.convertValue(resource, JsonNode.class);
    ((ObjectNode) object.get("status")).remove("overflow");
    object.get("status").get("samples").forEach(each -> ((ObjectNode) each).remove("policy"));
    StoredAlert stored = read(object.toString());

    assertThat(stored.overflow()).isEqualTo(overflow.overflow());
    assertThat(stored.tally().foldedAlerts()).isEqualTo(5);
    assertThat(stored.tally().count()).isEqualTo(5);
    assertThat(stored.tally().samples()).isEqualTo(overflow.tally().samples());
  }

  @Test
  void anObjectThatSomebodyElseMadeIsLeftAlone() {
    SecurityAlert resource = SecurityAlerts.toResource(alerts(500, 1).getFirst());
    resource.getMetadata().setName("hand-made");

    assertThat(StoredAlerts.of(resource)).isNull();
  }

  private List<Alert> alerts(int cap, int groups) {
    Aggregator capped =
        new Aggregator(AlertSettings.defaults("tocsin-system").withCap(Cap.POLICY, cap), clock);
    findings.workload = "web";
    for (int i = 0; i < groups; i++) {
      capped.accept(findings.finding("web-" + i));
    }
    return capped.alerts();
  }

  /** As the informer keeps it. */
  private static SecurityAlert slimmed(SecurityAlert alert) {
    SlimAlerts store = new SlimAlerts();
    store.put("key", alert);
    return requireNonNull(store.get("key"));
  }

  private StoredAlert throughJson(Alert alert) {
    return read(json.asJson(SecurityAlerts.toResource(alert)));
  }

  private StoredAlert read(String text) {
    SecurityAlert read = json.unmarshal(text, SecurityAlert.class);
    read = slimmed(read);
    read.getMetadata().setUid("uid");
    read.getMetadata().setResourceVersion("1");
    return requireNonNull(StoredAlerts.of(read));
  }
}
