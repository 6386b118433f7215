package dev.tocsin.endtoend;

import dev.tocsin.image.OncePerRun;
import dev.tocsin.image.QuickStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One {@code tocsin} in a process of its own, until the test ends it. */
public final class TocsinProcess implements AutoCloseable {
  private static final Pattern SERVING = Pattern.compile("http://([0-9.]+:\\d+)/metrics");
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Thread exitHook;

  private TocsinProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.exitHook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(exitHook);
  }

  /**
   * Starts it; {@link #awaitReady} waits until it works.
   *
   * @param launcher the command up to and without the name of its subcommand
   * @param log where its output goes; what was in the file is lost
   */
  public static TocsinProcess start(
      List<String> launcher, Path kubeconfig, Path log, String subcommand, String... arguments) {
    return start(launcher, kubeconfig, log, Map.of(), subcommand, arguments);
  }

  /** As above, with more environment. */
  public static TocsinProcess start(
      List<String> launcher,
      Path kubeconfig,
      Path log,
      Map<String, String> environment,
      String subcommand,
      String... arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.add(subcommand);
    command.addAll(List.of(arguments));
    command.addAll(List.of("--http-address", "127.0.0.1:0"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    try {
      Files.writeString(log, "");
      return new TocsinProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The launcher of tests: the classes that are being tested, on the JVM that tests them. */
  public static List<String> fromClassPath() {
    return fromClassPath(List.of());
  }

  /** The same for a process that ends too soon to earn back what C2 and loading classes cost. */
  public static List<String> shortLived() {
    if (!OncePerRun.isOfMaven()) {
      return fromClassPath(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    }
    try {
      return QuickStart.launcher();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> fromClassPath(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.tocsin.cli.Main"));
    return command;
  }

  public long pid() {
    return process.pid();
  }

  /** What it has used since it was started. */
  ProcessUsage usage() throws IOException {
    return ProcessUsage.of(pid());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether {@code /readyz} says so. */
  public boolean isReady() {
    return isAlive() && !address().isEmpty() && get("/readyz").statusCode() == 200;
  }

  /** What {@code /metrics} says now, of Tocsin itself. */
  public String metrics() {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("tocsin_"))
        .collect(Collectors.joining("\n"));
  }

  /** The sum of a metric's rows whose labels contain the given text. */
  public double metric(String name, String labels) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What it has said so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as Kubernetes would, and returns its exit code. */
  public int stop() {
    process.destroy();
    return awaitExit();
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    Runtime.getRuntime().removeShutdownHook(exitHook);
  }

  private int awaitExit() {
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "did not end within " + GRACE.toSeconds() + " s of SIGTERM:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where it serves, as its log says; empty until then. */
  private String address() {
    Matcher serving = SERVING.matcher(log());
    return serving.find() ? serving.group(1) : "";
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://" + address() + path))
              .timeout(Duration.ofSeconds(5))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
