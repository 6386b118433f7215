package dev.tocsin.importer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a rule.
 *
 * @param line where it begins; of a rule that was refused, of what cannot be converted
 * @param id as the rule has it; may be empty
 * @param policy the name of the policy; empty for a rule that was refused
 * @param tracing which tracing policies must be loaded; empty where exec events will do
 * @param traced the paths of those that the import writes
 * @param reason why it was refused; empty for one that was converted
 * @param notes where the meaning is near, and not the same
 */
public record RuleOutcome(
    Path file,
    int line,
    String id,
    String title,
    String policy,
    List<String> tracing,
    List<String> traced,
    String reason,
    List<String> notes) {

  public RuleOutcome {
    tracing = List.copyOf(tracing);
    traced = List.copyOf(traced);
    notes = List.copyOf(notes);
  }

  public static RuleOutcome refused(
      Path file, String id, String title, NotConvertibleException why) {
    return new RuleOutcome(
        file, why.line(), id, title, "", List.of(), List.of(), why.reason(), List.of());
  }

  RuleOutcome withNotes(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new RuleOutcome(file, line, id, title, policy, tracing, traced, reason, all);
  }

  RuleOutcome refusedBecause(String why) {
    return new RuleOutcome(file, line, id, title, "", List.of(), List.of(), why, notes);
  }

  public boolean isConverted() {
    return reason.isEmpty();
  }

  /** {@code converted}, {@code needs tracing} or {@code not convertible}. */
  public String status() {
    if (!isConverted()) {
      return "not convertible";
    }
    return tracing.isEmpty() ? "converted" : "converted, needs TracingPolicy";
  }
}
