package dev.tocsin.event;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an event is. The first group are messages of Tetragon's {@code GetEventsResponse}; the
 * second group is derived from them, so one event can be of two kinds (a kprobe on {@code
 * tcp_connect} is also a {@link #PROCESS_CONNECT}).
 */
public enum EventKind {
  PROCESS_EXEC("ProcessExec", 1),
  PROCESS_EXIT("ProcessExit", 5),
  PROCESS_KPROBE("ProcessKprobe", 9),
  PROCESS_TRACEPOINT("ProcessTracepoint", 10),
  PROCESS_LOADER("ProcessLoader", 11),
  PROCESS_UPROBE("ProcessUprobe", 12),
  PROCESS_THROTTLE("ProcessThrottle", 27),
  PROCESS_LSM("ProcessLsm", 28),
  PROCESS_USDT("ProcessUsdt", 29),
  /**
   * Derived: a function that connects or sends a datagram ({@code tcp_connect}, {@code
   * security_socket_connect}, {@code udp_sendmsg}, ...) with a {@code sock} or {@code sockaddr}
   * argument that has a destination. On the wire only as Isovalent Enterprise's process_connect. A
   * listen or an accept is none.
   */
  PROCESS_CONNECT("ProcessConnect", 999),
  /** Derived: carries a {@code file} or {@code path} argument. */
  FILE_ACCESS("FileAccess", 0),
  /** An alert was opened: made here, and not by Tetragon. See {@link AlertView}. */
  SECURITY_ALERT("SecurityAlert", 0),
  /**
   * A message this version does not know, or one that is no process event (rate limit info, test).
   * Never matched.
   */
  UNKNOWN("Unknown", 0);

  private static final EventKind[] KINDS = values();

  private final String apiName;
  private final int fieldNumber;

  EventKind(String apiName, int fieldNumber) {
    this.apiName = apiName;
    this.fieldNumber = fieldNumber;
  }

  /** The number of its field in {@code GetEventsResponse}, 0 when it has none. */
  int fieldNumber() {
    return fieldNumber;
  }

  /**
   * The kinds on Tetragon's wire that an event of this kind can be: itself, or what a derived kind
   * is derived from; none for {@link #SECURITY_ALERT} and {@link #UNKNOWN}.
   */
  public Set<EventKind> wireKinds() {
    return switch (this) {
      case PROCESS_CONNECT, FILE_ACCESS -> EnumSet.of(PROCESS_KPROBE, PROCESS_LSM);
      case SECURITY_ALERT, UNKNOWN -> EnumSet.noneOf(EventKind.class);
      default -> EnumSet.of(this);
    };
  }

  /** Whether it tells of a traced function: only such events have a function and arguments. */
  public boolean isTraced() {
    return switch (this) {
      case PROCESS_KPROBE, PROCESS_TRACEPOINT, PROCESS_UPROBE, PROCESS_LSM, PROCESS_USDT -> true;
      default -> false;
    };
  }

  /** Whether it comes only where a tracing policy, or Isovalent's agent, makes it. */
  public boolean isAskedFor() {
    return switch (this) {
      case PROCESS_EXEC, PROCESS_EXIT, PROCESS_THROTTLE, SECURITY_ALERT, UNKNOWN -> false;
      default -> true;
    };
  }

  static EventKind ofFieldNumber(int number) {
    for (EventKind kind : KINDS) {
      if (kind.fieldNumber == number && number != 0) {
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

  /** The name in policies, alerts and metrics: {@code ProcessExec}. */
  public String apiName() {
    return apiName;
  }
}
