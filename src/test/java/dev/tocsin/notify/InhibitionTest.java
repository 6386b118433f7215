package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Revision;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.AlertView;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.reach.UnusableOutputException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts are left to the correlation alert that stands for them, and to no other. */
class InhibitionTest {
  private static final Map<String, String> WEB =
      Map.of(
          "pod.namespace", "shop", "pod.workload.kind", "Deployment", "pod.workload.name", "web");

  private final LaneScene scene = new LaneScene();
  private final SentMessages receiver = new SentMessages();
  private Lane lane;

  @BeforeEach
  void start() throws UnusableOutputException {
    lane = lane(null);
  }

  private Lane lane(@Nullable String match) throws UnusableOutputException {
    AlertSelection selection =
        AlertSelection.of(LaneScene.spec(match == null ? "{}" : "match: " + match), "");
    return scene.lane(
        receiver,
        selection,
        new Holds(scene.silences, "tocsin-system", new Inhibition(selection, "tocsin-system")));
  }

  @Test
  void theAlertsOfACorrelationAreLeftToItUntilItIsClosed() throws Exception {
    correlation("stages", Severity.CRITICAL, "tocsin-system", WEB, false);
    open("shell", Severity.HIGH);
    run();
    assertThat(receiver.sent).containsExactly("Opened stages");
    assertThat(scene.stored("shell").message()).isEqualTo("held by correlation alert shop/stages");

    correlation("stages", Severity.CRITICAL, "tocsin-system", WEB, true);
    run();
    assertThat(receiver.sent)
        .containsExactlyInAnyOrder("Opened stages", "Closed stages", "Opened shell");
  }

  @Test
  void whatWasSentBeforeIsClosedAllTheSame() throws Exception {
    open("shell", Severity.HIGH);
    run();
    correlation("stages", Severity.CRITICAL, "tocsin-system", WEB, false);
    lane.changed(scene.alert("shop", "shell", Severity.HIGH, 1, 100, false));
    run();
    assertThat(receiver.sent).containsExactly("Opened shell", "Opened stages");
    lane.changed(scene.alert("shop", "shell", Severity.HIGH, 2, 100, true));
    run();
    assertThat(receiver.sent).last().isEqualTo("Closed shell");
  }

  @Test
  void whenTheCorrelationIsDeletedTheOthersAreSent() throws Exception {
    String uid = correlation("stages", Severity.CRITICAL, "tocsin-system", WEB, false);
    open("shell", Severity.HIGH);
    run();
    scene.alerts.remove(uid);
    lane.changed(uid);
    run();
    assertThat(receiver.sent).containsExactly("Opened stages", "Opened shell");
  }

  @Test
  void aMissingValueIsEqualToNothing() throws Exception {
    Map<String, String> missing = Map.of("pod.namespace", "shop", "container.name", "");
    correlation("stages", Severity.CRITICAL, "tocsin-system", missing, false);
    correlation("none", Severity.CRITICAL, "tocsin-system", Map.of(), false);
    correlation(
        "unknown", Severity.CRITICAL, "tocsin-system", Map.of("variables.team", "web"), false);
    open("shell", Severity.HIGH);
    run();
    assertThat(receiver.sent).contains("Opened shell");
  }

  @Test
  void anotherValueIsAnotherGroup() throws Exception {
    correlation(
        "stages",
        Severity.CRITICAL,
        "tocsin-system",
        Map.of("pod.namespace", "shop", "pod.workload.name", "db"),
        false);
    open("shell", Severity.HIGH);
    run();
    assertThat(receiver.sent).contains("Opened shell");
  }

  @Test
  void aLessSevereOneStandsForNothing() throws Exception {
    correlation("stages", Severity.MEDIUM, "tocsin-system", WEB, false);
    open("shell", Severity.HIGH);
    run();
    assertThat(receiver.sent).contains("Opened shell");
  }

  @Test
  void aTenantsCorrelationStandsForNoAlertOfTheClustersPolicies() throws Exception {
    correlation("stages", Severity.CRITICAL, "shop", WEB, false);
    open("shell", Severity.HIGH);
    run();
    assertThat(receiver.sent).contains("Opened shell");
  }

  @Test
  void oneThatThisOutputDoesNotSendStandsForNothing() throws Exception {
    lane = lane("alert.policy == 'shell-in-pod'");
    correlation("stages", Severity.CRITICAL, "tocsin-system", WEB, false);
    open("shell", Severity.HIGH);
    run();
    assertThat(receiver.sent).containsExactly("Opened shell");
  }

  private void open(String name, Severity severity) {
    lane.changed(scene.alert("shop", name, severity, 1, 1, false));
  }

  private void run() throws InterruptedException {
    scene.run(lane, Duration.ofMinutes(1));
    scene.statusArrives();
  }

  private String correlation(
      String name,
      Severity severity,
      String policyNamespace,
      Map<String, String> group,
      boolean closed) {
    String uid = scene.alert("shop", name, severity, closed ? 2 : 1, 1, closed);
    KnownAlert alert = scene.known(uid);
    AlertView view = alert.view();
    scene.alerts.put(
        uid,
        new KnownAlert(
            alert.ref(),
            Revision.of(closed ? 2 : 1, 1, closed),
            severity,
            false,
            alert.deliveries(),
            alert.created(),
            alert.changed(),
            new AlertView(
                view.name(),
                view.namespace(),
                "attack-stages",
                policyNamespace,
                view.title(),
                view.message(),
                view.severity(),
                view.riskScore(),
                view.techniques(),
                view.tactics(),
                view.state(),
                view.count(),
                group,
                view.firstSeenNanos(),
                view.cluster(),
                true,
                view.where())));
    lane.changed(uid);
    return uid;
  }
}
