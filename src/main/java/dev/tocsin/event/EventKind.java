package dev.tocsin.event;

import static dev.tocsin.event.EventKind.Edition.ANY;
import static dev.tocsin.event.EventKind.Edition.ENTERPRISE;
import static dev.tocsin.event.EventKind.Edition.UNSENT;
import static dev.tocsin.event.EventKind.FunctionForm.FUNCTION;
import static dev.tocsin.event.EventKind.FunctionForm.LSM_HOOK;
import static dev.tocsin.event.EventKind.FunctionForm.NAMELESS;
import static dev.tocsin.event.EventKind.FunctionForm.PAIR;
import static dev.tocsin.event.EventKind.FunctionForm.SYMBOL;
import static dev.tocsin.event.EventKind.Origin.AGENT;
import static dev.tocsin.event.EventKind.Origin.CONNECTION;
import static dev.tocsin.event.EventKind.Origin.FILE;
import static dev.tocsin.event.EventKind.Origin.KERNEL_FUNCTION;
import static dev.tocsin.event.EventKind.Origin.LOADER;
import static dev.tocsin.event.EventKind.Origin.NOBODY;
import static dev.tocsin.event.EventKind.Origin.PROGRAM_PROBE;
import static dev.tocsin.event.EventKind.Origin.TOCSIN;
import static dev.tocsin.event.EventKind.Origin.TRACEPOINT;
import static dev.tocsin.event.EventKind.Since.OLDEST;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an event is, and all that is known of each kind: the one table that everything asks which
 * treats kinds differently. The first group are messages of Tetragon's {@code GetEventsResponse};
 * the second group is derived from them, so one event can be of two kinds (a kprobe on {@code
 * tcp_connect} is also a {@link #PROCESS_CONNECT}).
 */
public enum EventKind {
  PROCESS_EXEC("ProcessExec", 1, ANY, OLDEST, AGENT, NAMELESS, InnerLayout.EXEC),
  PROCESS_EXIT("ProcessExit", 5, ANY, OLDEST, AGENT, NAMELESS, InnerLayout.EXIT),
  PROCESS_KPROBE("ProcessKprobe", 9, ANY, OLDEST, KERNEL_FUNCTION, FUNCTION, InnerLayout.KPROBE),
  PROCESS_TRACEPOINT(
      "ProcessTracepoint", 10, ANY, OLDEST, TRACEPOINT, PAIR, InnerLayout.TRACEPOINT),
  PROCESS_LOADER("ProcessLoader", 11, ANY, OLDEST, LOADER, NAMELESS, InnerLayout.LOADER),
  PROCESS_UPROBE("ProcessUprobe", 12, ANY, OLDEST, PROGRAM_PROBE, SYMBOL, InnerLayout.UPROBE),
  PROCESS_THROTTLE("ProcessThrottle", 27, ANY, OLDEST, AGENT, NAMELESS, InnerLayout.THROTTLED),
  PROCESS_LSM("ProcessLsm", 28, ANY, OLDEST, KERNEL_FUNCTION, LSM_HOOK, InnerLayout.LSM),
  PROCESS_USDT("ProcessUsdt", 29, ANY, "1.6", PROGRAM_PROBE, PAIR, InnerLayout.USDT),
  /**
   * Derived: a function that connects or sends a datagram ({@code tcp_connect}, {@code
   * security_socket_connect}, {@code udp_sendmsg}, ...) with a {@code sock} or {@code sockaddr}
   * argument that has a destination. On the wire only as Isovalent Enterprise's process_connect. A
   * listen or an accept is none.
   */
  PROCESS_CONNECT(
      "ProcessConnect", 999, ENTERPRISE, OLDEST, CONNECTION, NAMELESS, InnerLayout.CONNECT),
  /** Derived: carries a {@code file} or {@code path} argument. */
  FILE_ACCESS("FileAccess", 0, UNSENT, OLDEST, FILE, NAMELESS, InnerLayout.NOTHING),
  /** An alert was opened: made here, and not by Tetragon. See {@link AlertView}. */
  SECURITY_ALERT("SecurityAlert", 0, UNSENT, OLDEST, TOCSIN, NAMELESS, InnerLayout.NOTHING),
  /**
   * A message this version does not know, or one that is no process event (rate limit info, test).
   * Never matched.
   */
  UNKNOWN("Unknown", 0, UNSENT, OLDEST, NOBODY, NAMELESS, InnerLayout.NOTHING);

  /** Whose agent sends a kind as a message of its own. */
  enum Edition {
    /** Open source and Enterprise. */
    ANY,
    /** Isovalent Enterprise only, and only in its export. */
    ENTERPRISE,
    UNSENT
  }

  /** Releases of Tetragon. */
  static final class Since {
    /** The oldest one that Tocsin reads. */
    static final String OLDEST = "1.2";

    private Since() {}
  }

  /** What makes the events of a kind. */
  enum Origin {
    /** Tetragon, by itself. */
    AGENT,
    /** A tracing policy's hook on a function of the kernel; derived kinds come of these. */
    KERNEL_FUNCTION,
    /** A tracing policy's tracepoint. */
    TRACEPOINT,
    /** A tracing policy's probe in a program or library. */
    PROGRAM_PROBE,
    /** A tracing policy that turns the loader on. */
    LOADER,
    /** Derived: a hook on a function of the kernel whose arguments have a connection. */
    CONNECTION,
    /** Derived: a hook on a function of the kernel whose arguments have a file. */
    FILE,
    /** Tocsin. */
    TOCSIN,
    NOBODY
  }

  /** How the fields of the message name what was traced: see {@link Event#function()}. */
  enum FunctionForm {
    NAMELESS,
    /** A function of the kernel, maybe with an architecture prefix. */
    FUNCTION,
    /** As {@link #FUNCTION}; a tracing policy's hook of that name is {@code lsm/NAME}. */
    LSM_HOOK,
    /** Two names, one within the other. */
    PAIR,
    /** The symbol in a program. */
    SYMBOL
  }

  private static final EventKind[] KINDS = values();

  private final String apiName;
  private final int wireNumber;
  private final Edition edition;
  private final String since;
  private final Origin origin;
  private final FunctionForm functionForm;
  private final Layout layout;

  EventKind(
      String apiName,
      int wireNumber,
      Edition edition,
      String since,
      Origin origin,
      FunctionForm functionForm,
      Layout layout) {
    this.apiName = apiName;
    this.wireNumber = wireNumber;
    this.edition = edition;
    this.since = since;
    this.origin = origin;
    this.functionForm = functionForm;
    this.layout = layout;
  }

  static EventKind ofWireNumber(int number) {
    for (EventKind kind : KINDS) {
      if (kind.wireNumber == number && number != 0) {
        return kind;
      }
    }
    return UNKNOWN;
  }

  /** The kind of that {@link #apiName}; empty when there is none. */
  public static Optional<EventKind> ofApiName(String name) {
    for (EventKind kind : KINDS) {
      if (kind.apiName.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind of that {@link #wireName}; empty when there is none. */
  public static Optional<EventKind> ofWireName(String name) {
    for (EventKind kind : KINDS) {
      if (kind.isOnTheWire() && kind.wireName().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The name in policies, alerts and metrics: {@code ProcessExec}. */
  public String apiName() {
    return apiName;
  }

  /** Whether it is a message of its own, of Tetragon or Isovalent Enterprise. */
  public boolean isOnTheWire() {
    return edition != Edition.UNSENT;
  }

  /** The name of its field in {@code GetEventsResponse}: {@code process_exec}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The number of its field in {@code GetEventsResponse}, and in {@code EventType} of what can be
   * subscribed to; 0 when it is not on the wire.
   */
  public int wireNumber() {
    return wireNumber;
  }

  /** The release of Tetragon that had it first: {@code 1.6}. */
  public String since() {
    return since;
  }

  /** Whether it came later than the oldest release of Tetragon that Tocsin reads. */
  public boolean isRecent() {
    return !since.equals(Since.OLDEST);
  }

  Origin origin() {
    return origin;
  }

  FunctionForm functionForm() {
    return functionForm;
  }

  Layout layout() {
    return layout;
  }

  /**
   * The kinds to subscribe to for events of this kind: itself, or what a derived kind is derived
   * from; none for {@link #SECURITY_ALERT} and {@link #UNKNOWN}.
   */
  public Set<EventKind> wireKinds() {
    return switch (origin) {
      case AGENT, KERNEL_FUNCTION, TRACEPOINT, PROGRAM_PROBE, LOADER -> EnumSet.of(this);
      case CONNECTION, FILE -> {
        EnumSet<EventKind> sources = EnumSet.noneOf(EventKind.class);
        Collections.addAll(sources, KINDS);
        sources.removeIf(kind -> !kind.bringsDerived());
        yield sources;
      }
      case TOCSIN, NOBODY -> EnumSet.noneOf(EventKind.class);
    };
  }

  /**
   * The {@link Event#kind} that events of this kind can have: as {@link #wireKinds}, and itself if
   * Enterprise sends it or Tocsin makes it.
   */
  public Set<EventKind> eventKinds() {
    Set<EventKind> kinds = wireKinds();
    if (isOnTheWire() || origin == Origin.TOCSIN) {
      kinds.add(this);
    }
    return kinds;
  }

  /** Whether events of it can be of a derived kind too. */
  boolean bringsDerived() {
    return origin == Origin.KERNEL_FUNCTION;
  }

  /** Whether it is the message of a hook or tracepoint of a tracing policy in the kernel. */
  public boolean isOfKernelHook() {
    return switch (origin) {
      case KERNEL_FUNCTION, TRACEPOINT -> true;
      case AGENT, PROGRAM_PROBE, LOADER, CONNECTION, FILE, TOCSIN, NOBODY -> false;
    };
  }

  /**
   * Whether it comes only where a tracing policy, or Isovalent's agent, makes it; assumed of {@link
   * #UNKNOWN}.
   */
  public boolean needsTracingPolicy() {
    return switch (origin) {
      case AGENT, TOCSIN -> false;
      case KERNEL_FUNCTION, TRACEPOINT, PROGRAM_PROBE, LOADER, CONNECTION, FILE, NOBODY -> true;
    };
  }

  /** Whether an event can have the part when this is its {@link Event#kind}. */
  public boolean carries(EventPart part) {
    return part.isIn(layout) || (origin == Origin.TOCSIN && part.isOfAlerts());
  }

  /** Whether an event that is of this kind can have the part: see {@link Event#is}. */
  public boolean canHave(EventPart part) {
    return eventKinds().stream().anyMatch(kind -> kind.carries(part));
  }

  /** What a tracing policy calls the hook of a function: {@code lsm/file_open}. */
  public String hook(String function) {
    return functionForm == FunctionForm.LSM_HOOK ? "lsm/" + function : function;
  }
}
