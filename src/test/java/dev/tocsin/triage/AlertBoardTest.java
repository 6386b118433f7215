package dev.tocsin.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Decisions among other writers. */
@RealCluster
class AlertBoardTest {
  private final KubernetesClient client;
  private final String namespace;
  private final AlertBoard board;

  AlertBoardTest(KubernetesClient client, @OwnNamespace String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.board = new AlertBoard(client, Optional.of(namespace));
  }

  @Test
  void aDecisionStandsWhileTheOperatorCountsOn() throws Exception {
    Alerts alerts = new Alerts(client, namespace);
    alerts.create("shell", "shell-1", AlertSeverity.HIGH, Duration.ZERO);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong written = new AtomicLong(3);
    CountDownLatch counting = new CountDownLatch(5);
    Thread operator =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    if (count(alerts.read("shell-1"), written.get() + 1)) {
                      written.incrementAndGet();
                    }
                    counting.countDown();
                  }
                });
    counting.await();

    DecisionResult verdict;
    try {
      verdict =
          board.decide(
              new AlertKey(namespace, "shell-1"),
              new Decision(
                  Triage.State.ACKNOWLEDGED, "jane", Optional.of("mine"), Optional.empty()));
    } finally {
      stop.set(true);
      operator.join();
    }

    assertThat(verdict).isInstanceOf(DecisionResult.Written.class);
    SecurityAlert after = alerts.read("shell-1");
    assertThat(after.getSpec().triage())
        .isEqualTo(new Triage(Triage.State.ACKNOWLEDGED, "jane", "mine", null));
    assertThat(after.getStatus().count()).isEqualTo(written.get());
  }

  /** As the operator writes: at the version that it knows, false when it was overtaken. */
  private boolean count(SecurityAlert alert, long count) {
    alert.setStatus(Alerts.status(count, Instant.now()));
    try {
      client.resource(alert).updateStatus();
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT);
      return false;
    }
  }

  @Test
  void aDecisionChangesNothingButTheTriage() {
    Alerts alerts = new Alerts(client, namespace);
    SecurityAlert before = alerts.create("shell", "shell-2", AlertSeverity.HIGH, Duration.ZERO);
    Instant until = Instant.parse("2027-01-01T00:00:00Z");

    board.decide(
        new AlertKey(namespace, "shell-2"),
        new Decision(Triage.State.ACKNOWLEDGED, "jane", Optional.of("a"), Optional.of(until)));
    board.decide(
        new AlertKey(namespace, "shell-2"),
        new Decision(Triage.State.CLOSED, "joe", Optional.empty(), Optional.empty()));

    SecurityAlert after = alerts.read("shell-2");
    // the note of before stays, the date does not
    assertThat(after.getSpec().triage())
        .isEqualTo(new Triage(Triage.State.CLOSED, "joe", "a", null));
    assertThat(after.getSpec().withTriage(Triage.open()))
        .isEqualTo(before.getSpec().withTriage(Triage.open()));
    assertThat(after.getStatus()).isEqualTo(before.getStatus());
    assertThat(after.getMetadata().getLabels()).isEqualTo(before.getMetadata().getLabels());
  }

  @Test
  void whatTheSchemaForbidsIsSaid() {
    Alerts alerts = new Alerts(client, namespace);
    alerts.create("shell", "shell-4", AlertSeverity.HIGH, Duration.ZERO);

    assertThatThrownBy(
            () ->
                board.decide(
                    new AlertKey(namespace, "shell-4"),
                    new Decision(
                        Triage.State.CLOSED, "x".repeat(300), Optional.empty(), Optional.empty())))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cannot change alert " + namespace + "/shell-4: ")
        .hasMessageContaining("spec.triage.by");
  }

  @Test
  void whoComesSecondLearnsThatItIsClosed() {
    Alerts alerts = new Alerts(client, namespace);
    alerts.create("shell", "shell-3", AlertSeverity.HIGH, Duration.ZERO);
    AlertKey key = new AlertKey(namespace, "shell-3");
    Decision close =
        new Decision(Triage.State.CLOSED, "jane", Optional.of("done"), Optional.empty());

    assertThat(board.decide(key, close)).isInstanceOf(DecisionResult.Written.class);
    assertThat(board.decide(key, close)).isInstanceOf(DecisionResult.AlreadyClosed.class);
    assertThat(Objects.requireNonNull(alerts.read("shell-3").getSpec().triage()).by())
        .isEqualTo("jane");
  }
}
