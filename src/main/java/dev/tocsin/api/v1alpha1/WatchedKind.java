package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of events that a policy can watch. What each is, the engine's table of kinds says. */
public enum WatchedKind {
  @JsonProperty("ProcessExec")
  PROCESS_EXEC,
  @JsonProperty("ProcessExit")
  PROCESS_EXIT,
  @JsonProperty("ProcessKprobe")
  PROCESS_KPROBE,
  @JsonProperty("ProcessTracepoint")
  PROCESS_TRACEPOINT,
  @JsonProperty("ProcessUprobe")
  PROCESS_UPROBE,
  @JsonProperty("ProcessUsdt")
  PROCESS_USDT,
  @JsonProperty("ProcessLsm")
  PROCESS_LSM,
  @JsonProperty("ProcessLoader")
  PROCESS_LOADER,
  @JsonProperty("ProcessThrottle")
  PROCESS_THROTTLE,
  /** Derived: any event that carries a connection. */
  @JsonProperty("ProcessConnect")
  PROCESS_CONNECT,
  /** Derived: any event that carries a file. */
  @JsonProperty("FileAccess")
  FILE_ACCESS,
  /**
   * An alert was opened. For policies over alerts; those see no other events, and not the alerts
   * that such policies make.
   */
  @JsonProperty("SecurityAlert")
  SECURITY_ALERT,
  /** A value that this version does not know. */
  @JsonEnumDefaultValue
  @JsonProperty("Unknown")
  UNKNOWN
}
