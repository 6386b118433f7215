package dev.tocsin.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The OTLP receiver of a real OpenTelemetry Collector, over gRPC and HTTP, both with TLS. */
public final class CollectorProcess implements AutoCloseable {
  private static final String MODULE = "opentelemetry";

  private final Process process;
  private final int grpcPort;
  private final int httpPort;
  private final List<String> taken = new CopyOnWriteArrayList<>();

  private CollectorProcess(Process process, BufferedReader lines) throws IOException {
    this.process = process;
    this.grpcPort = port(lines.readLine());
    this.httpPort = port(lines.readLine());
    Thread.ofVirtual().name("collector").start(() -> lines.lines().forEach(taken::add));
  }

  /** Builds it where it is not in the cache; the test is skipped where that cannot be. */
  public static CollectorProcess startOrSkip(Path certificate, Path key) {
    return switch (ToolBuild.of(MODULE, System.getenv(), System.err::println)) {
      case ToolBuild.Answer.Built(Path folder) -> start(folder.resolve(MODULE), certificate, key);
      case ToolBuild.Answer.Failed(String reason) -> throw MissingTools.skip(MODULE, reason);
    };
  }

  private static CollectorProcess start(Path binary, Path certificate, Path key) {
    try {
      Process process =
          new ProcessBuilder(binary.toString(), certificate.toString(), key.toString())
              .redirectError(Redirect.INHERIT)
              .start();
      return new CollectorProcess(process, process.inputReader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(@Nullable String address) {
    if (address == null) {
      throw new IllegalStateException("the collector ended before it listened");
    }
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  public int grpcPort() {
    return grpcPort;
  }

  public int httpPort() {
    return httpPort;
  }

  /** Each request that it took, as OTLP JSON. */
  public List<String> taken() {
    return taken;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
