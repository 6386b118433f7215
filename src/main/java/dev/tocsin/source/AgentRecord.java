package dev.tocsin.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What is known of an agent, written by the client's thread and read by any. */
final class AgentRecord {
  private final String address;
  private final InstantSource clock;
  private boolean connected;
  private boolean wasConnected;
  private Instant since;
  private Duration pastOutages = Duration.ZERO;
  private long reconnects;
  private String version = "";
  private boolean optionsKnown;
  private Map<String, String> options = Map.of();
  private boolean tracingPoliciesKnown;
  private List<TetragonState.AgentTracingPolicy> tracingPolicies = List.of();
  private String lastError = "";

  AgentRecord(String address, InstantSource clock) {
    this.address = address;
    this.clock = clock;
    this.since = clock.instant();
  }

  synchronized void connected(String version) {
    Instant now = clock.instant();
    pastOutages = pastOutages.plus(Duration.between(since, now));
    since = now;
    connected = true;
    this.version = version;
    if (wasConnected) {
      reconnects++;
    }
    wasConnected = true;
  }

  /** Keeps the time of the first failure while attempts go on failing. */
  synchronized void lost(String why) {
    if (connected) {
      since = clock.instant();
      connected = false;
    }
    lastError = why;
  }

  /** Something other than the connection went wrong. */
  synchronized void failed(String why) {
    lastError = why;
  }

  synchronized void options(boolean known, Map<String, String> options) {
    optionsKnown = known;
    this.options = options;
  }

  synchronized void tracingPolicies(List<TetragonState.AgentTracingPolicy> policies) {
    tracingPoliciesKnown = true;
    tracingPolicies = policies;
  }

  synchronized TetragonState state() {
    return new TetragonState(
        address,
        connected,
        since,
        version,
        optionsKnown,
        options,
        tracingPoliciesKnown,
        tracingPolicies,
        reconnects,
        lastError);
  }

  /** How long there was no connection, all together. */
  synchronized Duration outage() {
    return connected ? pastOutages : pastOutages.plus(Duration.between(since, clock.instant()));
  }
}
