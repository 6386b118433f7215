package dev.tocsin.alert;

import java.time.Duration;

/**
 * What an installation can choose about its alerts.
 *
 * @param systemNamespace where alerts live that have no namespace of their own
 * @param writesPerSecond requests to the store in the long run
 * @param burst requests at once after a quiet time, at least 1
 * @param alertsPerPolicy most alerts of one policy, closed ones included
 * @param alertsPerNamespace most alerts in one namespace
 * @param alertsPerCluster most alerts altogether
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
    int alertsPerPolicy,
    int alertsPerNamespace,
    int alertsPerCluster,
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
    if (alertsPerPolicy < 1 || alertsPerNamespace < 1 || alertsPerCluster < 1) {
      throw new IllegalArgumentException("alerts: a cap must be at least 1");
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
        500,
        500,
        5000,
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
        alertsPerPolicy,
        alertsPerNamespace,
        alertsPerCluster,
        shortestInterval,
        longestInterval,
        closedRetention,
        overflowRetention,
        seed);
  }

  public AlertSettings withCaps(int perPolicy, int perNamespace, int perCluster) {
    return new AlertSettings(
        systemNamespace,
        writesPerSecond,
        burst,
        perPolicy,
        perNamespace,
        perCluster,
        shortestInterval,
        longestInterval,
        closedRetention,
        overflowRetention,
        seed);
  }
}
