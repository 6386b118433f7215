package dev.tocsin.source.syslog;

import java.util.HashMap;
import java.util.Map;

/** Events that found no room in the queue, by host, until somebody asks. */
final class Losses {
  /** Senders can call themselves anything. The losses of further hosts are nobody's. */
  private static final int MAX_HOSTS = 1_000;

  private Map<String, Long> byHost = new HashMap<>();

  synchronized void add(String host) {
    String key = byHost.size() < MAX_HOSTS || byHost.containsKey(host) ? host : "";
    byHost.merge(key, 1L, Long::sum);
  }

  /** Those since the last time. */
  synchronized Map<String, Long> take() {
    if (byHost.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> taken = byHost;
    byHost = new HashMap<>();
    return taken;
  }
}
