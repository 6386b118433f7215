package dev.tocsin.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** The processes of one control plane, by the name of the tool. */
final class Servers {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final Binaries binaries;
  private final Path logs;
  private final Map<String, ServerProcess> processes = new LinkedHashMap<>();

  Servers(Binaries binaries, Path logs) {
    this.binaries = binaries;
    this.logs = logs;
  }

  /** A server did not come up; the message has the ends of the logs. */
  static final class StartFailure extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }

  void run(String tool, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(binaries.path(tool));
    command.addAll(List.of(arguments));
    processes.put(tool, ServerProcess.start(tool, command, logs));
  }

  boolean has(String tool) {
    return processes.containsKey(tool);
  }

  ServerProcess get(String tool) {
    ServerProcess process = processes.get(tool);
    if (process == null) {
      throw new IllegalStateException(tool + " was not started");
    }
    return process;
  }

  /**
   * Returns when the condition holds; a {@link StartFailure} when the tool ends or time is up, with
   * the last refusal that the condition met.
   */
  void awaitUp(String tool, BooleanSupplier condition) {
    ServerProcess process = get(tool);
    try {
      await(tool)
          .atMost(START_LIMIT)
          .pollInterval(POLL_INTERVAL)
          .failFast(() -> !process.isAlive())
          .ignoreException(KubernetesClientException.class)
          .until(condition::getAsBoolean);
    } catch (TerminalFailureException | ConditionTimeoutException e) {
      StringBuilder message = new StringBuilder(tool + " did not come up: " + e.getMessage());
      if (e.getCause() != null) {
        message.append("\nLast refusal: ").append(e.getCause());
      }
      processes.values().forEach(each -> message.append('\n').append(each.logTail()));
      throw new StartFailure(message.toString(), e);
    }
  }

  void killAll() {
    processes.values().forEach(ServerProcess::kill);
  }

  List<Long> releaseAll() {
    processes.values().forEach(ServerProcess::release);
    return processes.values().stream().map(ServerProcess::pid).toList();
  }
}
