package dev.tocsin.pipeline;

import dev.tocsin.source.AgentLosses;
import dev.tocsin.source.AgentMetrics;
import dev.tocsin.source.TetragonAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;

/** The metrics pages of the agents that are read, for what their streams do not show as lost. */
final class LossPages implements AutoCloseable {
  private static final AgentLosses NOT_READ =
      AgentLosses.unknown("Tetragon's metrics are not read");

  private final Optional<URI> page;
  private final Agents.LossListener losses;
  private final Map<String, AgentMetrics> pages = new ConcurrentHashMap<>();

  /**
   * @param page where {@code localhost} stands for the host of the agent; empty: not looked at
   * @param losses called with the address of the agent in place of its node
   */
  LossPages(Optional<URI> page, Agents.LossListener losses) {
    this.page = page;
    this.losses = losses;
  }

  void add(TetragonAddress agent) {
    if (page.isEmpty()) {
      return;
    }
    String address = agent.toString();
    AgentMetrics metrics =
        new AgentMetrics(
            of(agent, page.get()),
            AgentMetrics.Timing.DEFAULT,
            RandomGenerator.getDefault(),
            events -> losses.lost(address, events));
    if (pages.putIfAbsent(address, metrics) == null) {
      metrics.start();
    }
  }

  void remove(TetragonAddress agent) {
    AgentMetrics metrics = pages.remove(agent.toString());
    if (metrics != null) {
      metrics.close();
    }
  }

  AgentLosses of(String address) {
    AgentMetrics metrics = pages.get(address);
    return metrics == null ? NOT_READ : metrics.losses();
  }

  /** By the address of the agent; empty when none is looked at. */
  Map<String, AgentLosses> all() {
    Map<String, AgentLosses> all = new ConcurrentSkipListMap<>();
    pages.forEach((address, metrics) -> all.put(address, metrics.losses()));
    return all;
  }

  /** Where an agent has its metrics. */
  static URI of(TetragonAddress agent, URI page) {
    return switch (agent) {
      case TetragonAddress.UnixSocket socket -> page;
      case TetragonAddress.HostPort(String host, int port) ->
          page.getHost().equals("localhost") ? at(host, page) : page;
    };
  }

  private static URI at(String host, URI page) {
    try {
      return new URI(
          page.getScheme(), null, host, page.getPort(), page.getPath(), page.getQuery(), null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no page of metrics can be at the host " + host, e);
    }
  }

  @Override
  public void close() {
    pages.values().forEach(AgentMetrics::close);
  }
}
