package dev.tocsin.replay;

import dev.tocsin.engine.PolicyStats;
import dev.tocsin.event.EventKind;
import dev.tocsin.source.Entry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a replay did.
 *
 * @param events by kind on the wire, those that occurred
 * @param ignored how many pieces of the input were in order and are not read, by what they were
 * @param defects pieces of the input that were no event
 * @param agentAttributed events whose pod was not in the inventory and is known from the agent only
 * @param unattributed events of containers that nobody knows
 */
public record ReplaySummary(
    Map<EventKind, Long> events,
    Map<Entry.Ignored.Kind, Long> ignored,
    long defects,
    long agentAttributed,
    long unattributed,
    List<PolicyStats> policies,
    long findings,
    long alerts) {

  /** Lines for people. */
  @Override
  public String toString() {
    long total = events.values().stream().mapToLong(Long::longValue).sum();
    long matches = policies.stream().mapToLong(PolicyStats::matches).sum();
    long errors = policies.stream().mapToLong(PolicyStats::errors).sum();
    return "events: %d%s%s%ndropped: %d undecodable; pod unknown to the inventory: %d, to anybody: %d%npolicies: %d, matches: %d, findings: %d, alerts: %d, evaluation errors: %d"
            .formatted(
                total,
                events.entrySet().stream()
                    .map(each -> each.getValue() + " " + each.getKey().apiName())
                    .collect(
                        Collectors.joining(", ", total == 0 ? "" : " (", total == 0 ? "" : ")")),
                notRead(),
                defects,
                agentAttributed,
                unattributed,
                policies.size(),
                matches,
                findings,
                alerts,
                errors)
        + firstError();
  }

  private String firstError() {
    return policies.stream()
        .filter(each -> each.errors() > 0)
        .findFirst()
        .map(each -> "%nfirst of them: %s: %s".formatted(each.id().key(), each.lastError()))
        .orElse("");
  }

  private String notRead() {
    return ignored.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> each.getValue() + " " + each.getKey().words())
        .collect(Collectors.joining(", ", ignored.isEmpty() ? "" : "; not read: ", ""));
  }
}
