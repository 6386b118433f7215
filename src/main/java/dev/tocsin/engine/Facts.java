package dev.tocsin.engine;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.EventKind;
import java.util.List;

/**
 * What an alert says about one event: a snapshot that outlives the event's bytes. Texts are as the
 * event had them, apart from redaction and from what is beyond these bounds, in UTF-8 bytes:
 * arguments 4,096, any other text 1,024; 16 ancestors, 64 labels of each of pod, namespace and
 * node, 16 owners of the pod, and no annotations of it. A text that was cut says so at its end.
 *
 * @param timeNanos Unix time in nanoseconds; for an event that carries none (process_loader), that
 *     of the newest event before it
 * @param ancestors parent first
 */
public record Facts(
    EventKind kind,
    long timeNanos,
    String node,
    String cluster,
    String function,
    String tracingPolicy,
    Attribution where,
    ProcessFacts process,
    List<ProcessFacts> ancestors,
    ConnectionFacts connection,
    FileFacts file) {

  /**
   * @param startTimeNanos Unix time in nanoseconds, 0 when unknown
   */
  public record ProcessFacts(
      String execId,
      long pid,
      long uid,
      String user,
      String binary,
      String name,
      String arguments,
      String cwd,
      long startTimeNanos) {}

  /** Of what {@link dev.tocsin.event.ConnectionView} says; {@link #NONE} without a connection. */
  public record ConnectionFacts(
      String sourceIP, int sourcePort, String destinationIP, int destinationPort, String protocol) {
    public static final ConnectionFacts NONE = new ConnectionFacts("", 0, "", 0, "");

    public boolean present() {
      return !destinationIP.isEmpty() || !sourceIP.isEmpty();
    }
  }

  /** Of what {@link dev.tocsin.event.FileView} says; {@link #NONE} without a file. */
  public record FileFacts(String path, String flags, String permission) {
    public static final FileFacts NONE = new FileFacts("", "", "");

    public boolean present() {
      return !path.isEmpty();
    }
  }
}
