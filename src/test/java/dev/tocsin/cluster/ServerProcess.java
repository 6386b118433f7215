package dev.tocsin.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One running server, its output in a log file. It does not outlive this JVM, unless released. */
final class ServerProcess {
  private static final int TAIL_LINES = 40;

  /** An API server with open watches would take a minute to end in good order. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final String name;
  private final Path log;
  private final Process process;

  /**
   * Waits for the end of its input, which comes when this JVM ends in whatever way, {@code kill -9}
   * included, and then kills the server.
   */
  private final Process reaper;

  private ServerProcess(String name, Path log, Process process, Process reaper) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.reaper = reaper;
  }

  static ServerProcess start(String name, List<String> command, Path logs) {
    Path log = logs.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(logs.toFile())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
      Process reaper =
          new ProcessBuilder("sh", "-c", "read -r end; kill -9 " + process.pid())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      return new ServerProcess(name, log, process, reaper);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** From now on the server outlives this JVM. */
  void release() {
    reaper.destroyForcibly();
  }

  /** Asks it to end, insists after a while, and waits until it is gone. */
  void stop() {
    process.destroy();
    awaitExit(GRACE);
    kill();
  }

  /** Ends it at once, as a crash would, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(30));
    // Only now: a pid without a process may be given to another one.
    reaper.destroyForcibly();
  }

  private void awaitExit(Duration atMost) {
    try {
      process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stopping " + name, e);
    }
  }

  /** {@code STOP} or {@code CONT}. */
  void signal(String signal) {
    Command.Result result =
        Command.run(List.of("kill", "-" + signal, Long.toString(process.pid())), "");
    if (result.exitCode() != 0) {
      throw new IllegalStateException("cannot send " + signal + " to " + name + ": " + result);
    }
  }

  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
      return "--- " + log + "\n" + String.join("\n", tail);
    } catch (IOException e) {
      return "--- " + log + " cannot be read: " + e;
    }
  }
}
