package dev.tocsin.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A real rsyslog that takes messages over TCP or TLS, with its usual limits, and keeps what it made
 * of them.
 */
public final class RsyslogProcess implements AutoCloseable {
  private static final String MODULE = "rsyslog";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path tools;
  private final Path folder;
  private final String input;
  private Process process;
  private final int port;

  private RsyslogProcess(Path tools, Path folder, String input) {
    this.tools = tools;
    this.folder = folder;
    this.input = input;
    process = start(0);
    port = chosenPort();
  }

  /**
   * Over TLS; where its packages cannot be had, the test is skipped.
   *
   * @param folder empty, its own
   * @param authority whose certificates it trusts
   * @param permitted only a client whose certificate has this name may send; empty: any
   */
  public static RsyslogProcess tlsOrSkip(
      Path folder, Path authority, Path certificate, Path key, String permitted) {
    String mode =
        permitted.isEmpty()
            ? "StreamDriver.AuthMode=\"anon\""
            : "StreamDriver.AuthMode=\"x509/name\" PermittedPeer=[\"" + permitted + "\"]";
    return startOrSkip(
        folder,
        """
        global(DefaultNetstreamDriver="ossl" DefaultNetstreamDriverCAFile="%s"
          DefaultNetstreamDriverCertFile="%s" DefaultNetstreamDriverKeyFile="%s")
        module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" %s)
        """
            .formatted(authority, certificate, key, mode));
  }

  /** Over TCP; where its packages cannot be had, the test is skipped. */
  public static RsyslogProcess tcpOrSkip(Path folder) {
    return startOrSkip(folder, "module(load=\"imtcp\")\n");
  }

  private static RsyslogProcess startOrSkip(Path folder, String input) {
    return switch (ToolBuild.of(MODULE, System.getenv(), System.err::println)) {
      case ToolBuild.Answer.Built(Path tools) -> new RsyslogProcess(tools, folder, input);
      case ToolBuild.Answer.Failed(String reason) -> throw MissingTools.skip(MODULE, reason);
    };
  }

  private Process start(int onPort) {
    try {
      Files.deleteIfExists(folder.resolve("port"));
      Path settings =
          Files.writeString(
              folder.resolve("rsyslog.conf"),
              input
                  + """
                  input(type="imtcp" address="127.0.0.1" port="%d" listenPortFileName="%s")
                  template(name="all" type="list") {
                    property(name="jsonmesg")
                    constant(value="\\n")
                  }
                  action(type="omfile" file="%s" template="all")
                  """
                      .formatted(onPort, folder.resolve("port"), folder.resolve("messages")));
      Path modules = Objects.requireNonNull(find("lmnsd_ossl.so").getParent());
      ProcessBuilder command =
          new ProcessBuilder(
              find("rsyslogd").toString(),
              "-n",
              "-f",
              settings.toString(),
              "-i",
              folder.resolve("pid").toString(),
              "-M",
              modules.toString());
      command.environment().put("LD_LIBRARY_PATH", String.valueOf(modules.getParent()));
      return command
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path find(String name) throws IOException {
    try (Stream<Path> files = Files.walk(tools)) {
      return files
          .filter(each -> each.endsWith(name))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + name + " in " + tools));
    }
  }

  private int chosenPort() {
    Path file = folder.resolve("port");
    awaitWhileItRuns(() -> Files.exists(file) && !Files.readString(file).isBlank());
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitWhileItRuns(Callable<Boolean> condition) {
    await()
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("log")));
              }
              return condition.call();
            });
  }

  public int port() {
    return port;
  }

  /** Ends it at once, with what it had not written yet. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** After {@link #kill}: on the same port, with the messages of before. */
  public void startAgain() {
    process = start(port);
    awaitWhileItRuns(this::isListening);
  }

  /** It writes its port only where it chose it. */
  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** What it made of the messages it took, as its property {@code jsonmesg} has it. */
  public List<JsonNode> messages() {
    Path file = folder.resolve("messages");
    List<JsonNode> messages = new ArrayList<>();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        messages.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  @Override
  public void close() {
    kill();
  }
}
