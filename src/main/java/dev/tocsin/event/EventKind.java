package dev.tocsin.event;

/**
 * What an event is. The first group are messages of Tetragon's {@code GetEventsResponse}; the
 * second group is derived from them, so one event can be of two kinds (a kprobe on {@code
 * tcp_connect} is also a {@link #PROCESS_CONNECT}).
 */
public enum EventKind {
  PROCESS_EXEC("ProcessExec"),
  PROCESS_EXIT("ProcessExit"),
  PROCESS_KPROBE("ProcessKprobe"),
  PROCESS_TRACEPOINT("ProcessTracepoint"),
  PROCESS_LOADER("ProcessLoader"),
  PROCESS_UPROBE("ProcessUprobe"),
  PROCESS_THROTTLE("ProcessThrottle"),
  PROCESS_LSM("ProcessLsm"),
  PROCESS_USDT("ProcessUsdt"),
  /**
   * Derived: carries a connection (a {@code sock} or {@code sockaddr} argument, or Isovalent's
   * process_connect).
   */
  PROCESS_CONNECT("ProcessConnect"),
  /** Derived: carries a {@code file} or {@code path} argument. */
  FILE_ACCESS("FileAccess"),
  /**
   * A message this version does not know, or one that is no process event (rate limit info, test).
   * Never matched.
   */
  UNKNOWN("Unknown");

  private final String apiName;

  EventKind(String apiName) {
    this.apiName = apiName;
  }

  /** The name in policies, alerts and metrics: {@code ProcessExec}. */
  public String apiName() {
    return apiName;
  }
}
