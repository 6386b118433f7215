package dev.tocsin.importer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.text.Quantity;
import dev.tocsin.text.Visible;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of each rule, for people and programs. */
public final class ImportReport {
  private ImportReport() {}

  /** One line a rule, what is to be known about it below, and a summary by reason. */
  public static String text(ImportedRules rules) {
    StringBuilder text = new StringBuilder();
    for (RuleOutcome each : rules.outcomes()) {
      text.append(Visible.line(place(each)))
          .append(": ")
          .append(Visible.line(each.title().isEmpty() ? "(no title)" : each.title()))
          .append(": ")
          .append(each.status())
          .append(each.isConverted() ? tracing(each) : ": " + Visible.line(each.reason()))
          .append('\n');
      each.traced()
          .forEach(path -> text.append("    traces ").append(Visible.line(path)).append('\n'));
      each.notes()
          .forEach(note -> text.append("    note: ").append(Visible.line(note)).append('\n'));
    }
    return text.append(summary(rules)).toString();
  }

  private static String place(RuleOutcome outcome) {
    return outcome.file().toString().replace('\\', '/') + ":" + outcome.line();
  }

  private static String tracing(RuleOutcome outcome) {
    return outcome.tracing().isEmpty() ? "" : " " + String.join(", ", outcome.tracing());
  }

  private static String summary(ImportedRules rules) {
    List<RuleOutcome> outcomes = rules.outcomes();
    long converted = outcomes.stream().filter(RuleOutcome::isConverted).count();
    long traced =
        outcomes.stream().filter(each -> each.isConverted() && !each.tracing().isEmpty()).count();
    StringBuilder summary = new StringBuilder();
    summary.append(
        String.format(
            "%n%s: %d converted, %d of them with a tracing policy; %d not convertible%n",
            Quantity.of(outcomes.size(), "rule"), converted, traced, outcomes.size() - converted));
    Map<String, Long> reasons =
        outcomes.stream()
            .filter(each -> !each.isConverted())
            .collect(
                Collectors.groupingBy(RuleOutcome::reason, TreeMap::new, Collectors.counting()));
    reasons.forEach(
        (reason, count) ->
            summary.append(String.format("  %4d  %s%n", count, Visible.line(reason))));
    return summary.toString();
  }

  /** An object with {@code rules} and a {@code summary}. */
  public static ObjectNode json(ImportedRules rules) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    ArrayNode list = report.putArray("rules");
    for (RuleOutcome each : rules.outcomes()) {
      ObjectNode rule = list.addObject();
      rule.put("file", each.file().toString().replace('\\', '/'))
          .put("line", each.line())
          .put("id", each.id())
          .put("title", each.title())
          .put("status", each.status());
      if (each.isConverted()) {
        rule.put("policy", each.policy());
      } else {
        rule.put("reason", each.reason());
      }
      texts(rule, "tracingPolicies", each.tracing());
      texts(rule, "paths", each.traced());
      texts(rule, "notes", each.notes());
    }
    long converted = rules.outcomes().stream().filter(RuleOutcome::isConverted).count();
    report
        .putObject("summary")
        .put("rules", rules.outcomes().size())
        .put("converted", converted)
        .put("notConvertible", rules.outcomes().size() - converted);
    return report;
  }

  private static void texts(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      values.forEach(node.putArray(field)::add);
    }
  }
}
