package dev.tocsin.pipeline;

import dev.tocsin.control.NodeObservation;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.syslog.SyslogAddress;
import dev.tocsin.source.syslog.SyslogCounters;
import dev.tocsin.source.syslog.SyslogListener;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where hosts without Tetragon send the events of Sysmon for Linux. */
public final class SyslogListeners implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SyslogListeners.class);

  private final List<SyslogAddress> addresses;
  private final EventQueue queue;
  private final Agents.LossListener losses;
  private final List<SyslogListener> listeners = new CopyOnWriteArrayList<>();

  public SyslogListeners(
      List<SyslogAddress> addresses, EventQueue queue, Agents.LossListener losses) {
    this.addresses = addresses;
    this.queue = queue;
    this.losses = losses;
  }

  /**
   * Begins to listen.
   *
   * @throws IOException names the address that cannot be bound
   */
  public void start() throws IOException {
    for (SyslogAddress address : addresses) {
      SyslogListener listener = SyslogListener.start(address, queue, SyslogListener.Limits.DEFAULT);
      listeners.add(listener);
      log.info("listening for syslog on {}, open to anybody who can reach it", listener.address());
    }
  }

  /** What came in, by address. */
  public Map<String, SyslogCounters> counters() {
    Map<String, SyslogCounters> counters = new TreeMap<>();
    listeners.forEach(each -> counters.put(each.address().toString(), each.counters()));
    return counters;
  }

  /** One for each listener, for the status of policies. */
  public List<NodeObservation> reports(Set<PolicyId> loaded) {
    return listeners.stream()
        .map(
            each ->
                new NodeObservation(
                    "syslog " + each.address(),
                    Optional.of(Map.of()),
                    loaded,
                    new NodeObservation.ExecutionsOnly("Sysmon for Linux")))
        .toList();
  }

  /** Reports the events that were lost since the last time. */
  public void reportLosses() {
    listeners.forEach(each -> each.takeLosses().forEach(losses::lost));
  }

  /** Stops listening. Nothing is put into the queue after this returns. */
  @Override
  public void close() {
    listeners.forEach(SyslogListener::close);
  }
}
