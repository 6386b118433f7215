package dev.tocsin.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that ends by itself. */
public final class Command {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Command() {}

  /** How it ended; {@code out} and {@code err} as UTF-8. */
  public record Result(int exitCode, String out, String err) {

    /** This, when the command succeeded; an error that shows its output when it did not. */
    public Result orFail() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + "\n" + err + out);
      }
      return this;
    }
  }

  /** Runs it with {@code input} on its standard input, two minutes at most. */
  public static Result run(List<String> command, String input) {
    return run(command, input, LIMIT);
  }

  /**
   * Runs it with {@code input} on its standard input.
   *
   * @param limit after which it is killed, and an error
   */
  static Result run(List<String> command, String input, Duration limit) {
    try {
      Path in = Files.createTempFile("tocsin", ".in");
      Path out = Files.createTempFile("tocsin", ".out");
      Path err = Files.createTempFile("tocsin", ".err");
      try {
        Files.writeString(in, input);
        Process process =
            new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(Redirect.to(out.toFile()))
                .redirectError(Redirect.to(err.toFile()))
                .start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException(
              String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }
}
