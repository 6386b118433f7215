package dev.tocsin.alert;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an installation can choose about its alerts.
 *
 * @param systemNamespace where alerts live that have no namespace of their own
 * @param writesPerSecond requests to the store in the long run
 * @param burst requests at once after a quiet time, at least 1
 * @param caps most alerts, by what limits them
 * @param shortestInterval between two updates of one alert, at first; it doubles while findings go
 *     on, up to {@code longestInterval}
 * @param closedRetention how long a closed alert is kept
 * @param overflowRetention how long an overflow alert is kept after its last finding
 * @param seed of the jitter on retries
 */
public record AlertSettings(
    String systemNamespace,
    double writesPerSecond,
    int burst,
    Map<Cap, Integer> caps,
    Duration shortestInterval,
    Duration longestInterval,
    Duration closedRetention,
    Duration overflowRetention,
    long seed) {

  public AlertSettings {
    if (!(writesPerSecond > 0) || burst < 1) {
      throw new IllegalArgumentException(
          "alerts: the write rate must be above 0 and the burst at least 1, not "
              + writesPerSecond
              + " and "
              + burst);
    }
    caps = Map.copyOf(caps);
    for (Cap cap : Cap.values()) {
      if (caps.getOrDefault(cap, 0) < 1) {
        throw new IllegalArgumentException("alerts: cap " + cap + " must be at least 1");
      }
    }
    if (shortestInterval.isNegative() || longestInterval.compareTo(shortestInterval) < 0) {
      throw new IllegalArgumentException(
          "alerts: the longest update interval is shorter than the shortest");
    }
  }

  public static AlertSettings defaults(String systemNamespace) {
    return new AlertSettings(
        systemNamespace,
        10,
        50,
        Arrays.stream(Cap.values()).collect(Collectors.toMap(cap -> cap, Cap::usual)),
        Duration.ofSeconds(1),
        Duration.ofSeconds(15),
        Duration.ofDays(7),
        Duration.ofDays(30),
        1);
  }

  public AlertSettings withRate(double writesPerSecond, int burst) {
    return new AlertSettings(
        systemNamespace,
        writesPerSecond,
        burst,
        caps,
        shortestInterval,
        longestInterval,
        closedRetention,
        overflowRetention,
        seed);
  }

  public AlertSettings withCap(Cap cap, int limit) {
    Map<Cap, Integer> changed = new EnumMap<>(caps);
    changed.put(cap, limit);
    return new AlertSettings(
        systemNamespace,
        writesPerSecond,
        burst,
        changed,
        shortestInterval,
        longestInterval,
        closedRetention,
        overflowRetention,
        seed);
  }

  int limit(Cap cap) {
    return caps.getOrDefault(cap, 0);
  }
}
