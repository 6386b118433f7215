package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertQuery;
import dev.tocsin.triage.ClusterException;
import dev.tocsin.triage.Decision;
import dev.tocsin.triage.DecisionResult;
import dev.tocsin.triage.Person;
import dev.tocsin.triage.WholeDecision;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides on alerts one after the other, beside the screen, and keeps what came of it to be said.
 */
final class WatchDecisions implements AutoCloseable {
  private final ExecutorService requests = Executors.newSingleThreadExecutor();
  private final AtomicReference<@Nullable String> said = new AtomicReference<>();
  private final KubernetesClient client;
  private final AlertBoard board;

  WatchDecisions(KubernetesClient client, AlertBoard board) {
    this.client = client;
    this.board = board;
  }

  void acknowledge(AlertKey alert) {
    decide(alert, Triage.State.ACKNOWLEDGED, Optional.empty());
  }

  void close(AlertKey alert, String reason) {
    decide(alert, Triage.State.CLOSED, Optional.of(reason));
  }

  private void decide(AlertKey alert, Triage.State state, Optional<String> note) {
    requests.execute(
        () -> {
          try {
            String who = Person.of(client, System.getProperty("user.name", "unknown"));
            Decision decision = new Decision(state, who, note, Optional.empty());
            WholeDecision.make(board, List.of(alert), decision, this::decided);
          } catch (ClusterException e) {
            said.set(e.getMessage());
          }
        });
  }

  private void decided(AlertKey alert, DecisionResult result) {
    said.set(
        result instanceof DecisionResult.Written(var written)
            ? alert + " is " + AlertColumns.name(AlertQuery.state(written))
            : Decide.text(alert, result));
  }

  /** What came of the last decision, once. */
  Optional<String> said() {
    return Optional.ofNullable(said.getAndSet(null));
  }

  /** What is asked for is still done. */
  @Override
  public void close() {
    requests.close();
  }
}
