package dev.tocsin.pipeline;

import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.inventory.AgentDiscovery;
import dev.tocsin.source.AgentLosses;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.Received;
import dev.tocsin.source.SourceCounters;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.TetragonClient;
import dev.tocsin.source.TetragonState;
import dev.tocsin.source.TetragonTarget;
import dev.tocsin.transport.protocol.SensorReport.AgentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The Tetragon agents that are read: the addresses that were given, or those that are discovered as
 * they come and go. All of them feed one queue.
 */
public final class Agents implements AutoCloseable {
  /** One agent's backlog of 10,000 events, several times over. */
  private static final int QUEUE_EVENTS = 65_536;

  /** A queue that fills the memory would end the process, and count nothing of what it held. */
  private static final long QUEUE_BYTES =
      Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);

  /** Is notified of events that are lost, with the node they happened on. */
  public interface LossListener {
    void lost(String node, long events);
  }

  private final AgentSettings settings;
  private final InstantSource clock;
  private final LossListener losses;
  private final LossPages pages;
  private final EventQueue queue = new EventQueue(QUEUE_EVENTS, QUEUE_BYTES);
  private final Map<String, Reading> agents = new ConcurrentSkipListMap<>();

  /** From the address of an agent to its node, as far as it is known. */
  private final Map<String, String> nodes = new ConcurrentHashMap<>();

  private final @Nullable AgentDiscovery discovery;
  private Set<EventKind> wanted = Set.of();

  /** One agent that is read, for as long as it is: the next one at its address counts from 0. */
  private static final class Reading {
    final TetragonClient client;
    private final AtomicLong reported = new AtomicLong();

    Reading(TetragonClient client) {
      this.client = client;
    }

    /** Events that the queue had no room for since this was asked last. */
    long newlyDropped() {
      long dropped = client.counters().dropped();
      return dropped - reported.getAndSet(dropped);
    }
  }

  public Agents(
      AgentSettings settings, KubernetesClient client, InstantSource clock, LossListener losses) {
    this.settings = settings;
    this.clock = clock;
    this.losses = losses;
    this.pages = new LossPages(settings.metrics(), (address, events) -> lost(address, events));
    this.discovery =
        settings
            .discovery()
            .map(
                how ->
                    new AgentDiscovery(
                        client, how.namespace(), how.selector(), discovered(how.port())))
            .orElse(null);
  }

  /**
   * Reads agents as they are found.
   *
   * @param port that they listen on
   */
  AgentDiscovery.Listener discovered(int port) {
    return new Discovered(port);
  }

  public EventQueue queue() {
    return queue;
  }

  /** Begins to read, and goes on trying where that is not possible. */
  public void start() {
    settings.addresses().forEach(address -> add(address, null));
    if (discovery != null) {
      discovery.start();
    }
  }

  /** Asks all agents for these kinds of events from now on. */
  public synchronized void subscribe(Set<EventKind> kinds) {
    wanted = Set.copyOf(kinds);
    agents.values().forEach(agent -> agent.client.want(wanted));
  }

  /** What every agent says of itself, by address. */
  public Map<String, TetragonState> states() {
    Map<String, TetragonState> states = new ConcurrentSkipListMap<>();
    agents.forEach((address, agent) -> states.put(address, agent.client.state()));
    return states;
  }

  /** What came from every agent, by address. */
  public Map<String, SourceCounters> counters() {
    Map<String, SourceCounters> counters = new ConcurrentSkipListMap<>();
    agents.forEach((address, agent) -> counters.put(address, agent.client.counters()));
    return counters;
  }

  /** What every agent lost before its stream, by address; empty when that is not looked at. */
  public Map<String, AgentLosses> losses() {
    return pages.all();
  }

  /** What one agent lost before its stream. */
  public AgentLosses losses(String address) {
    return pages.of(address);
  }

  /** Empty while all agents are connected, and observed as they come and go; else what is wrong. */
  public String problem() {
    List<String> problems = new ArrayList<>();
    if (discovery != null && !discovery.problem().isEmpty()) {
      problems.add(discovery.problem());
    }
    for (TetragonState state : states().values()) {
      if (!state.connected()) {
        problems.add("Tetragon at " + state.address() + ": " + state.lastError());
      }
    }
    return String.join("; ", problems);
  }

  /** Whether there is no agent to be read, now or later. */
  public boolean isNone() {
    return discovery == null && agents.isEmpty();
  }

  /** What a sensor reports of every agent, by address. */
  public Map<String, AgentStatus> statuses() {
    Map<String, AgentStatus> statuses = new ConcurrentSkipListMap<>();
    states()
        .forEach(
            (address, state) ->
                statuses.put(address, AgentReports.of(state, losses(address).problem())));
    return statuses;
  }

  /** The node that an agent is on, {@code ""} while it is not known. */
  public String node(String address) {
    return nodes.getOrDefault(address, "");
  }

  /** Learns from an event, now and then, on which node an agent is; and reports its losses. */
  public void seen(Received event) {
    if (agents.containsKey(event.source())) {
      nodes.computeIfAbsent(event.source(), address -> nodeOf(event.message()));
    }
    agents.forEach((address, agent) -> lost(address, agent.newlyDropped()));
  }

  private void lost(String address, long events) {
    if (events > 0) {
      losses.lost(nodes.getOrDefault(address, address), events);
    }
  }

  private static @Nullable String nodeOf(byte[] message) {
    try {
      String node = Event.of(message).node();
      return node.isEmpty() ? null : node;
    } catch (MalformedEventException e) {
      return null; // counted by the pipeline; the next event may have it
    }
  }

  private synchronized void add(TetragonAddress address, @Nullable String node) {
    TetragonTarget target = new TetragonTarget(address, settings.tls().orElse(null), node);
    TetragonClient client =
        new TetragonClient(
            target, queue, TetragonClient.Timing.DEFAULT, clock, RandomGenerator.getDefault());
    if (agents.putIfAbsent(address.toString(), new Reading(client)) == null) {
      client.want(wanted);
      client.start();
      pages.add(address);
    }
  }

  private void remove(TetragonAddress address) {
    Reading agent = agents.remove(address.toString());
    pages.remove(address);
    nodes.remove(address.toString());
    if (agent != null) {
      agent.client.close();
    }
  }

  /** Ends all subscriptions. */
  @Override
  public void close() {
    if (discovery != null) {
      discovery.close();
    }
    pages.close();
    agents.values().forEach(agent -> agent.client.close());
  }

  /** Dials the agents of discovered pods. */
  private final class Discovered implements AgentDiscovery.Listener {
    private final int port;

    Discovered(int port) {
      this.port = port;
    }

    @Override
    public void added(AgentDiscovery.Agent agent) {
      TetragonAddress address = new TetragonAddress.HostPort(agent.hostIP(), port);
      nodes.put(address.toString(), agent.node());
      add(address, agent.node());
    }

    @Override
    public void removed(AgentDiscovery.Agent agent) {
      remove(new TetragonAddress.HostPort(agent.hostIP(), port));
    }
  }
}
