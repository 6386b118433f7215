package dev.tocsin.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Named checks that together say whether this process should be restarted ({@code live}) and
 * whether it does its job ({@code ready}). Thread safe.
 */
public final class Health {

  /** The answer of one check; the reason is for people and is always given. */
  public record CheckResult(boolean ok, String reason) {
    public static CheckResult ok(String reason) {
      return new CheckResult(true, reason);
    }

    public static CheckResult failing(String reason) {
      return new CheckResult(false, reason);
    }

    /** Failing when there is a problem, {@code ""} being none. */
    public static CheckResult of(String problem, String otherwise) {
      return problem.isEmpty() ? ok(otherwise) : failing(problem);
    }
  }

  /** Called for each probe, from any thread; must not block. */
  @FunctionalInterface
  public interface Check {
    CheckResult verdict();
  }

  private final Map<String, Check> liveness = new ConcurrentSkipListMap<>();
  private final Map<String, Check> readiness = new ConcurrentSkipListMap<>();

  /** Adds or replaces a check of {@code /livez}: only what a restart would cure. */
  public void live(String name, Check check) {
    liveness.put(name, check);
  }

  /** Adds or replaces a check of {@code /readyz}. */
  public void ready(String name, Check check) {
    readiness.put(name, check);
  }

  Report liveness() {
    return report(liveness);
  }

  Report readiness() {
    return report(readiness);
  }

  /**
   * @param text one line for each check: {@code [+]name: reason}, or {@code [-]} when it fails
   */
  record Report(boolean ok, String text) {}

  private static Report report(Map<String, Check> checks) {
    boolean ok = true;
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Check> each : checks.entrySet()) {
      CheckResult verdict = verdict(each.getValue());
      ok &= verdict.ok();
      text.append(verdict.ok() ? "[+]" : "[-]")
          .append(each.getKey())
          .append(": ")
          .append(verdict.reason())
          .append('\n');
    }
    return new Report(ok, text.append(ok ? "ok\n" : "failing\n").toString());
  }

  /** A check that breaks is a check that fails, and the others still answer. */
  private static CheckResult verdict(Check check) {
    try {
      return check.verdict();
    } catch (RuntimeException e) {
      return CheckResult.failing("the check failed: " + e);
    }
  }
}
