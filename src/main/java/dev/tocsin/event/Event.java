package dev.tocsin.event;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view over one encoded {@code tetragon.GetEventsResponse}. A field that nobody asks for is never
 * decoded. Absent messages read as empty views, absent strings as {@code ""}, absent numbers as 0.
 *
 * <p>Not thread safe. Reading a broken message throws {@link MalformedEventException}, from any
 * accessor. Where a message has a field twice, the last one counts.
 */
public final class Event {
  private final Fields envelope = new Fields(EnvelopeLayout.LAYOUT);
  private final Fields inner = new Fields(EventKind.PROCESS_KPROBE.layout());
  private final ProcessView process;
  private final ProcessView parent;
  private final ViewList<ProcessView> ancestors;
  private final ViewList<Argument> arguments = new ViewList<>(Argument::new);

  /** Made once: an event that fires nothing makes no garbage. */
  private final Fields.Occurrence addArgument =
      (from, to) -> arguments.more().wrap(inner.bytes(), from, to);

  private final Argument returned = new Argument();
  private final ConnectionView connection = new ConnectionView();
  private final FileView file = new FileView();
  private final EncodedText encodedFunction = new EncodedText();
  private final EncodedText encodedNode = new EncodedText();

  private @Nullable EventKind kind;
  private boolean processFound;
  private boolean parentFound;
  private boolean ancestorsFound;
  private boolean argumentsFound;
  private boolean returnedFound;
  private boolean connectionFound;
  private boolean fileFound;
  private final TracedFunction function = new TracedFunction();
  private AlertView alert = AlertView.NONE;

  private Event(boolean withheld) {
    RecentCommandLines recent = new RecentCommandLines();
    process = new ProcessView(withheld, recent);
    parent = new ProcessView(withheld, recent);
    ancestors = new ViewList<>(() -> new ProcessView(withheld, recent));
  }

  /** Wraps the message; the array is kept, not copied, and must not change any more. */
  public static Event of(byte[] message) {
    return new Event(false).wrap(message);
  }

  /**
   * The same event, whose processes keep their arguments and environments to themselves: where
   * there are arguments they read as {@link ProcessView#WITHHELD}.
   */
  public Event withoutArguments() {
    Event event = new Event(true).wrap(bytes());
    if (alert.present()) {
      event.kind();
      event.kind = kind;
      event.alert = alert;
    }
    return event;
  }

  /**
   * An alert as an event: kind, time, node and cluster, and nothing of a process. Only {@link
   * #alert} says more.
   */
  public static Event of(AlertView alert) {
    Event event = of(new byte[0]);
    event.alert = alert;
    event.reread();
    return event;
  }

  /**
   * Turns this view to another message, without allocating. Every view and list that was taken from
   * it belongs to the message before and must be taken again; strings, maps and records stay valid.
   */
  public Event wrap(byte[] message) {
    envelope.wrap(message, 0, message.length);
    kind = null;
    processFound = false;
    parentFound = false;
    ancestorsFound = false;
    argumentsFound = false;
    returnedFound = false;
    function.forget();
    connectionFound = false;
    fileFound = false;
    alert = AlertView.NONE;
    return this;
  }

  /** Forgets what was read of the message: reading may have ended in the middle. */
  public void reread() {
    AlertView same = alert;
    wrap(bytes());
    if (same.present()) {
      kind();
      kind = EventKind.SECURITY_ALERT;
      alert = same;
    }
  }

  private Fields inner() {
    kind();
    return inner;
  }

  /** The kind on the wire: a derived one only for Isovalent's process_connect. */
  public EventKind kind() {
    if (kind == null) {
      EventKind found = EventKind.ofWireNumber(envelope.oneOf(EnvelopeLayout.INNER));
      envelope.wrapOneOf(EnvelopeLayout.INNER, inner, found.layout());
      kind = found;
    }
    return kind;
  }

  /** Whether this event is of the kind, derived kinds included. */
  public boolean is(EventKind kind) {
    EventKind own = kind();
    return switch (kind.origin()) {
      case AGENT, KERNEL_FUNCTION, TRACEPOINT, PROGRAM_PROBE, LOADER, TOCSIN, NOBODY -> own == kind;
      case CONNECTION ->
          own == kind || (own.bringsDerived() && connects() && connection().hasDestination());
      case FILE -> own.bringsDerived() && FileView.isIn(arguments());
    };
  }

  private boolean connects() {
    function(encodedFunction);
    return FunctionName.connects(encodedFunction);
  }

  /** Unix time in nanoseconds, 0 when the event carries none (process_loader). */
  public long timeNanos() {
    return alert.present() ? alert.firstSeenNanos() : envelope.timeNanos(EnvelopeLayout.TIME);
  }

  public String node() {
    return alert.present() ? alert.where().node().name() : envelope.text(EnvelopeLayout.NODE_NAME);
  }

  /**
   * Whether the agent says that it is of this node; without a text for each event.
   *
   * @param name in UTF-8
   */
  public boolean isOfNode(byte[] name) {
    envelope.encoded(EnvelopeLayout.NODE_NAME, encodedNode);
    return encodedNode.is(name);
  }

  /** Since Tetragon 1.3, where it is configured. */
  public String cluster() {
    return alert.present() ? alert.cluster() : envelope.text(EnvelopeLayout.CLUSTER_NAME);
  }

  /** Since Tetragon 1.5. Sorted by key. */
  public Map<String, String> nodeLabels() {
    return envelope.map(EnvelopeLayout.NODE_LABELS);
  }

  /**
   * The function of a kprobe or LSM event without its architecture prefix; {@code subsys/event} of
   * a tracepoint; the symbol of a uprobe; {@code provider/name} of a USDT probe.
   */
  public String function() {
    return function.text(kind(), inner);
  }

  /** Turns {@code text} to the {@link #function}. */
  public void function(EncodedText text) {
    function.encoded(kind(), inner, text);
  }

  /** The binary or library of a uprobe or USDT probe, the library of a loader event. */
  public String path() {
    return inner().text(InnerLayout.PATH);
  }

  public String tracingPolicy() {
    return inner().text(InnerLayout.POLICY);
  }

  /** Enum name as Tetragon writes it ({@code KPROBE_ACTION_POST}), {@code ""} when absent. */
  public String action() {
    return name(EnumNames.ACTION, InnerLayout.ACTION);
  }

  /** The action on return of a kprobe, {@code ""} when absent. */
  public String returnAction() {
    return name(EnumNames.ACTION, InnerLayout.RETURN_ACTION);
  }

  private String name(EnumNames names, int slot) {
    return inner().has(slot) ? names.of(inner.signed(slot)) : "";
  }

  /** What the tracing policy says about itself. */
  public String message() {
    return inner().text(InnerLayout.MESSAGE);
  }

  public List<String> tags() {
    return inner().texts(InnerLayout.TAGS);
  }

  /** The return value of a kprobe when it is a number, 0 when absent: {@link #hasReturnValue}. */
  public long returnValue() {
    return returned().number();
  }

  public boolean hasReturnValue() {
    return inner().has(InnerLayout.RETURN);
  }

  /** What a kprobe's function returned; of kind {@link ArgumentKind#UNKNOWN} when absent. */
  Argument returned() {
    if (!returnedFound) {
      int from = 0;
      int to = 0;
      if (inner().has(InnerLayout.RETURN)) {
        from = inner.from(InnerLayout.RETURN);
        to = inner.to(InnerLayout.RETURN);
      }
      returned.wrap(inner.bytes(), from, to);
      returnedFound = true;
    }
    return returned;
  }

  /** The algorithm and hash of the file of an LSM event, {@code ""} when absent. */
  public String imaHash() {
    return inner().text(InnerLayout.IMA_HASH);
  }

  /** What ended the process of an exit event ({@code SIGKILL}), {@code ""} when it ended itself. */
  public String exitSignal() {
    return inner().text(InnerLayout.SIGNAL);
  }

  public long exitStatus() {
    return inner().unsigned(InnerLayout.STATUS);
  }

  /** When the process of an exit event ended: Unix time in nanoseconds, 0 when absent. */
  long exitTimeNanos() {
    return inner().timeNanos(InnerLayout.EXIT_TIME);
  }

  /** The build id of a loaded library, hexadecimal. */
  public String buildId() {
    return HexFormat.of().formatHex(inner().content(InnerLayout.BUILD_ID));
  }

  /** Whether throttling began or ended: {@code THROTTLE_START}, {@code ""} when absent. */
  public String throttle() {
    return name(EnumNames.THROTTLE, InnerLayout.THROTTLE);
  }

  /** The control group of a throttle event, by its name only. */
  public String cgroup() {
    String padded = inner().text(InnerLayout.CGROUP);
    int end = padded.indexOf('\0');
    return end < 0 ? padded : padded.substring(0, end);
  }

  public ProcessView process() {
    if (!processFound) {
      inner().wrapChild(InnerLayout.PROCESS, process.rewrap());
      processFound = true;
    }
    return process;
  }

  public ProcessView parent() {
    if (!parentFound) {
      inner().wrapChild(InnerLayout.PARENT, parent.rewrap());
      parentFound = true;
    }
    return parent;
  }

  /** Beyond the parent, nearest first; empty unless the agent sends ancestors. */
  public List<ProcessView> ancestors() {
    if (!ancestorsFound) {
      ancestors.begin();
      inner()
          .each(
              InnerLayout.ANCESTORS,
              (from, to) -> ancestors.more().rewrap().wrap(inner.bytes(), from, to));
      ancestorsFound = true;
    }
    return ancestors;
  }

  /** Not present when the event is about none. */
  public ConnectionView connection() {
    if (!connectionFound) {
      if (kind() == EventKind.PROCESS_CONNECT) {
        connection.read(inner);
      } else {
        function(encodedFunction);
        connection.find(arguments(), encodedFunction);
      }
      connectionFound = true;
    }
    return connection;
  }

  /** Not present when the event is about none. */
  public FileView file() {
    if (!fileFound) {
      function(encodedFunction);
      file.find(arguments(), encodedFunction);
      fileFound = true;
    }
    return file;
  }

  /** {@link AlertView#NONE} when the event is no alert. */
  public AlertView alert() {
    return alert;
  }

  /** All arguments of a kprobe, LSM, tracepoint, uprobe or USDT event, by position. */
  public List<Argument> arguments() {
    if (!argumentsFound) {
      arguments.begin();
      inner().each(InnerLayout.ARGUMENTS, addArgument);
      argumentsFound = true;
    }
    return arguments;
  }

  /** The encoded message. */
  public byte[] bytes() {
    return envelope.bytes();
  }
}
