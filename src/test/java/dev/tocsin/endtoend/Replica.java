package dev.tocsin.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.cluster.Port;
import dev.tocsin.image.JvmFlags;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A replica of the operator as it runs in a pod of the chart: the image's flags, and the chart's
 * limit of memory.
 */
final class Replica implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TocsinProcess process;
  private final int port;

  private Replica(TocsinProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param launcher the command up to and without the name of its subcommand
   * @param folder for its log
   */
  static Replica start(
      List<String> launcher, Path kubeconfig, Path folder, String name, String... more)
      throws IOException {
    int port = Port.free();
    List<String> arguments = new ArrayList<>(List.of("--sensor-address", "127.0.0.1:" + port));
    arguments.addAll(List.of("--webhook-address", "none"));
    arguments.addAll(List.of(more));
    return new Replica(
        TocsinProcess.start(
            launcher,
            kubeconfig,
            folder.resolve(name + ".log"),
            Map.of("TOCSIN_JAVA_OPTS", String.join(" ", JvmFlags.AS_IN_A_POD), "POD_NAME", name),
            "operator",
            arguments.toArray(String[]::new)),
        port);
  }

  /** Where it listens for sensors. */
  String address() {
    return "127.0.0.1:" + port;
  }

  TocsinProcess process() {
    return process;
  }

  boolean isAccepting() {
    return said("accepting reports from sensors").isPresent();
  }

  /** When it first logged a line with that text. */
  Optional<Instant> said(String text) {
    return process.log().lines().filter(line -> line.contains(text)).map(Replica::time).findFirst();
  }

  private static Instant time(String line) {
    try {
      JsonNode entry = JSON.readTree(line);
      return Instant.parse(entry.path("@timestamp").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }

  ProcessUsage usage() throws IOException {
    return process.usage();
  }

  /** Ends it as a crash would. */
  void kill() {
    process.kill();
  }

  /** Ends it as Kubernetes would; returns what that took. */
  Duration stop() {
    long begin = System.nanoTime();
    process.stop();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Override
  public void close() {
    process.close();
  }
}
