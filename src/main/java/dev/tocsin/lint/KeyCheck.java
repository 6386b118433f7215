package dev.tocsin.lint;

import dev.tocsin.lint.logic.Formula;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keys of alerts that have a value of their own for almost every event: then there is one alert for
 * each, and whoever attacks chooses how many. The name of a program is one: it is copied to any
 * number of names. A field is bounded when the match pins it to a few values.
 */
final class KeyCheck implements PolicyCheck {
  /** More are no better than no bound: for a pod, alerts of a policy beyond about as many fold. */
  private static final int MOST_VALUES = 20;

  private static final Set<String> OF_PROCESS =
      Set.of(
          "name",
          "binary",
          "flags",
          "uid",
          "auid",
          "pid",
          "tid",
          "exec_id",
          "parent_exec_id",
          "arguments",
          "command_line",
          "cwd",
          "start_time",
          "environment_variables");
  private static final Set<String> OF_ALERT = Set.of("name", "message", "count", "firstSeen");
  private static final Set<String> OF_CONNECTION =
      Set.of("sourceIP", "sourcePort", "destinationIP", "destinationPort");

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    List<Formula> conditions = policy.conditions();
    Stream.concat(policy.expressions(Role.ALERT_KEY), policy.expressions(Role.WINDOW_KEY))
        .filter(key -> !key.tree().typeName().equals("bool"))
        .forEach(
            key ->
                policy
                    .condition(key)
                    .reads()
                    .filter(read -> isUnbounded(read, key.role()) && !isPinned(read, conditions))
                    .findFirst()
                    .ifPresent(read -> report(policy, key, read, findings)));
  }

  private static void report(
      PolicySubject policy, PolicyExpression key, FieldRead read, LintFindings findings) {
    findings.add(
        Rule.UNBOUNDED_KEY,
        policy.object(),
        Place.of(key.field()),
        name(read)
            + (key.role() == Role.ALERT_KEY
                ? " has no bound: every value of it makes an alert"
                : " has no bound: a window of it never fills"));
  }

  private static String name(FieldRead read) {
    return read.name().equals("@argumentsByLabel") ? "arg()" : read.path();
  }

  private static boolean isUnbounded(FieldRead read, Role role) {
    if (role == Role.WINDOW_KEY) {
      return read.path().equals("event.time"); // the rest makes many windows, and has its uses
    }
    return switch (read.owner()) {
      case "" -> read.name().equals("args") || read.name().equals("@argumentsByLabel");
      case "tocsin.Process" -> OF_PROCESS.contains(read.name());
      case "tocsin.Connection" -> OF_CONNECTION.contains(read.name());
      case "tocsin.Event" -> read.name().equals("time") || read.name().equals("returnValue");
      case "tocsin.Alert" -> OF_ALERT.contains(read.name());
      case "tocsin.File" -> read.name().equals("path");
      default -> false;
    };
  }

  private static boolean isPinned(FieldRead read, List<Formula> conditions) {
    return conditions.stream()
        .flatMap(condition -> condition.values(read.path()).stream())
        .anyMatch(values -> values.size() <= MOST_VALUES);
  }
}
