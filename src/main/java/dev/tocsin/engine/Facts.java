package dev.tocsin.engine;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.EventKind;
import dev.tocsin.record.Components;
import java.util.List;
import java.util.function.UnaryOperator;

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
  public static Builder builder(EventKind kind, long timeNanos, Attribution where) {
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

  public Builder toBuilder() {
    return new Builder(this);
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

    private static final Components<ProcessSnapshot> COMPONENTS =
        Components.of(ProcessSnapshot.class);

    public static Builder builder() {
      return NONE.toBuilder();
    }

    public Builder toBuilder() {
      return new Builder(this);
    }

    /** The same process with each of its texts changed. */
    public ProcessSnapshot withTexts(UnaryOperator<String> change) {
      return COMPONENTS.withTexts(this, change);
    }

    /**
     * Names the parts of a {@link ProcessSnapshot} where it is made; what is not named is empty, or
     * as it was.
     */
    public static final class Builder {
      private String name;
      private String binary;
      private String arguments;
      private String cwd;
      private long uid;
      private String user;
      private long pid;
      private String execId;
      private long startTimeNanos;

      Builder(ProcessSnapshot from) {
        name = from.name();
        binary = from.binary();
        arguments = from.arguments();
        cwd = from.cwd();
        uid = from.uid();
        user = from.user();
        pid = from.pid();
        execId = from.execId();
        startTimeNanos = from.startTimeNanos();
      }

      public Builder name(String name) {
        this.name = name;
        return this;
      }

      public Builder binary(String binary) {
        this.binary = binary;
        return this;
      }

      public Builder arguments(String arguments) {
        this.arguments = arguments;
        return this;
      }

      public Builder cwd(String cwd) {
        this.cwd = cwd;
        return this;
      }

      public Builder uid(long uid) {
        this.uid = uid;
        return this;
      }

      public Builder user(String user) {
        this.user = user;
        return this;
      }

      public Builder pid(long pid) {
        this.pid = pid;
        return this;
      }

      public Builder execId(String execId) {
        this.execId = execId;
        return this;
      }

      public Builder startTimeNanos(long startTimeNanos) {
        this.startTimeNanos = startTimeNanos;
        return this;
      }

      public ProcessSnapshot build() {
        return new ProcessSnapshot(
            name, binary, arguments, cwd, uid, user, pid, execId, startTimeNanos);
      }
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

  /**
   * Names the parts of {@link Facts} where they are made; what is not named is empty, or as it was.
   */
  public static final class Builder {
    private EventKind kind;
    private long timeNanos;
    private String node;
    private String cluster;
    private String function;
    private String tracingPolicy;
    private Attribution where;
    private ProcessSnapshot process;
    private List<ProcessSnapshot> ancestors;
    private ConnectionSnapshot connection;
    private FileSnapshot file;

    Builder(Facts from) {
      kind = from.kind();
      timeNanos = from.timeNanos();
      node = from.node();
      cluster = from.cluster();
      function = from.function();
      tracingPolicy = from.tracingPolicy();
      where = from.where();
      process = from.process();
      ancestors = from.ancestors();
      connection = from.connection();
      file = from.file();
    }

    Builder kind(EventKind kind) {
      this.kind = kind;
      return this;
    }

    Builder timeNanos(long timeNanos) {
      this.timeNanos = timeNanos;
      return this;
    }

    public Builder node(String node) {
      this.node = node;
      return this;
    }

    public Builder cluster(String cluster) {
      this.cluster = cluster;
      return this;
    }

    public Builder function(String function) {
      this.function = function;
      return this;
    }

    public Builder tracingPolicy(String tracingPolicy) {
      this.tracingPolicy = tracingPolicy;
      return this;
    }

    public Builder where(Attribution where) {
      this.where = where;
      return this;
    }

    public Builder process(ProcessSnapshot process) {
      this.process = process;
      return this;
    }

    public Builder ancestors(List<ProcessSnapshot> ancestors) {
      this.ancestors = ancestors;
      return this;
    }

    public Builder connection(ConnectionSnapshot connection) {
      this.connection = connection;
      return this;
    }

    public Builder file(FileSnapshot file) {
      this.file = file;
      return this;
    }

    public Facts build() {
      return new Facts(
          kind,
          timeNanos,
          node,
          cluster,
          function,
          tracingPolicy,
          where,
          process,
          ancestors,
          connection,
          file);
    }
  }
}
