package dev.tocsin.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Leaves out what an object ignores, and says which of its ignores are of no use. */
final class Silencing {
  static final String ANNOTATION = "tocsin.dev/lint-ignore";

  private Silencing() {}

  static List<LintFinding> apply(Collection<LintFinding> found, List<LintObject> objects) {
    Set<LintFinding> silenced = new HashSet<>();
    LintFindings useless = new LintFindings();
    for (LintObject object : objects) {
      JsonNode ignored = object.json().path("metadata").path("annotations").path(ANNOTATION);
      if (ignored.isTextual()) {
        for (String id : ignored.asText().strip().split("[,\\s]+")) {
          silence(object, id, found, silenced, useless);
        }
      }
    }
    List<LintFinding> left = new ArrayList<>(found);
    left.removeIf(silenced::contains);
    left.addAll(useless.list());
    return left;
  }

  private static void silence(
      LintObject object,
      String id,
      Collection<LintFinding> found,
      Set<LintFinding> silenced,
      LintFindings useless) {
    Optional<Rule> rule = Rule.of(id);
    List<LintFinding> concerned =
        found.stream()
            .filter(finding -> finding.object() == object && finding.rule().id().equals(id))
            .toList();
    String complaint = "";
    if (rule.isEmpty()) {
      complaint = "there is no rule " + id;
    } else if (!rule.get().silenceable()) {
      complaint = id + " cannot be ignored";
    } else if (concerned.isEmpty()) {
      complaint = id + " is ignored, and there is nothing to ignore";
    } else {
      silenced.addAll(concerned);
    }
    if (!complaint.isEmpty()) {
      useless.add(Rule.UNUSED_IGNORE, object, "metadata.annotations." + ANNOTATION, complaint);
    }
  }
}
