package dev.tocsin.source;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks an agent once how it is, for one who wants to know now. */
public final class AgentProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * What it says.
   *
   * @param options as in {@link TetragonState}; empty for an agent before 1.7
   */
  public record Answer(
      String version,
      Optional<Map<String, String>> options,
      List<TetragonState.AgentTracingPolicy> tracingPolicies) {}

  private AgentProbe() {}

  /**
   * @throws IOException says why it does not answer
   */
  public static Answer ask(TetragonTarget target) throws IOException {
    try (Agent agent = Agent.of(target, PATIENCE)) {
      return new Answer(agent.version(), agent.options(), agent.tracingPolicies());
    } catch (StatusRuntimeException e) {
      throw new IOException(CallFailure.reason(e.getStatus()), e);
    }
  }

  /**
   * How many counters of lost events are on a metrics page.
   *
   * @throws IOException says why there is no page, or that it has none of them
   */
  public static int countLossCounters(URI page) throws IOException, InterruptedException {
    try (LossCounters counters = new LossCounters(page, PATIENCE)) {
      return counters.read().size();
    }
  }
}
