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
    ProcessSnapshot process,
    List<ProcessSnapshot> ancestors,
    ConnectionSnapshot connection,
    FileSnapshot file) {

  /** Of an event of a kind, at a place; all else is empty. */
  public static FactsBuilder builder(EventKind kind, long timeNanos, Attribution where) {
    return new Facts(
            kind,
            timeNanos,
            "",
            "",
            "",
            "",
            where,
            ProcessSnapshot.NONE,
            List.of(),
            ConnectionSnapshot.NONE,
            FileSnapshot.NONE)
        .toBuilder();
  }

  public FactsBuilder toBuilder() {
    return new FactsBuilder(this);
  }

  /**
   * Of what {@link dev.tocsin.event.ProcessView} says; {@link #NONE} without a process.
   *
   * @param startTimeNanos Unix time in nanoseconds, 0 when unknown
   */
  public record ProcessSnapshot(
      String name,
      String binary,
      String arguments,
      String cwd,
      long uid,
      String user,
      long pid,
      String execId,
      long startTimeNanos) {
    public static final ProcessSnapshot NONE = new ProcessSnapshot("", "", "", "", 0, "", 0, "", 0);

    public static ProcessSnapshotBuilder builder() {
      return NONE.toBuilder();
    }

    public ProcessSnapshotBuilder toBuilder() {
      return new ProcessSnapshotBuilder(this);
    }
  }

  /** Of what {@link dev.tocsin.event.ConnectionView} says; {@link #NONE} without a connection. */
  public record ConnectionSnapshot(
      String sourceIP, int sourcePort, String destinationIP, int destinationPort, String protocol) {
    public static final ConnectionSnapshot NONE = new ConnectionSnapshot("", 0, "", 0, "");

    public boolean present() {
      return !destinationIP.isEmpty() || !sourceIP.isEmpty();
    }
  }

  /** Of what {@link dev.tocsin.event.FileView} says; {@link #NONE} without a file. */
  public record FileSnapshot(String path, String flags, String permission) {
    public static final FileSnapshot NONE = new FileSnapshot("", "", "");

    public boolean present() {
      return !path.isEmpty();
    }
  }
}
