package dev.tocsin.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/** The API and the store of a real Alertmanager, in memory, on a port of its own. */
public final class AlertmanagerProcess implements AutoCloseable {
  private static final String MODULE = "alertmanager";

  private final Process process;
  private final String url;

  private AlertmanagerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Builds it where it is not in the cache; the test is skipped where that cannot be. */
  public static AlertmanagerProcess startOrSkip() {
    return switch (ToolBuild.of(MODULE, System.getenv(), System.err::println)) {
      case ToolBuild.Answer.Built(var folder) -> start(folder.resolve(MODULE).toString());
      case ToolBuild.Answer.Failed(String reason) -> throw MissingTools.skip(MODULE, reason);
    };
  }

  private static AlertmanagerProcess start(String binary) {
    try {
      Process process = new ProcessBuilder(binary).redirectError(Redirect.DISCARD).start();
      BufferedReader lines = process.inputReader();
      String address = lines.readLine();
      if (address == null) {
        throw new IllegalStateException(binary + " ended before it listened");
      }
      return new AlertmanagerProcess(process, "http://" + address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
