package dev.tocsin.importer.sigma;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.importer.CelWriter;
import dev.tocsin.importer.Folding;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Always;
import dev.tocsin.importer.YamlValue.YamlMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes an exception of a filter. Its condition is joined by <i>and</i> to those of its rules, so
 * what does not meet it is silenced.
 */
final class SigmaFilter {
  private static final Set<String> NO_DETECTIONS = Set.of("rules");

  private SigmaFilter() {}

  /** The rules that it names, by id or name; empty for all. */
  static List<String> names(YamlMap filter) {
    List<String> names = filter.texts("rules");
    return names.equals(List.of("any")) ? List.of() : names;
  }

  /** Whether it is for a rule, by what it names and by its log source. */
  static boolean isFor(SigmaRule filter, SigmaRule rule, LogSource source) {
    if (!(filter.map().get("filter").orElse(null) instanceof YamlMap map)) {
      return false;
    }
    try {
      List<String> names = names(map);
      return (names.isEmpty() || names.stream().anyMatch(rule::isCalled))
          && LogSource.of(filter.map()) == source;
    } catch (NotConvertibleException e) {
      return false; // it has a line of its own in the report
    }
  }

  /** What it asks of an event that its rules are to be about. */
  static RuleCondition condition(SigmaRule rule, ImportOptions options, Set<String> notes)
      throws NotConvertibleException {
    if (!(rule.map().get("filter").orElse(null) instanceof YamlMap filter)) {
      throw new NotConvertibleException(rule.map().lineOf("filter"), "filter is no mapping");
    }
    FieldTests tests = new FieldTests(LogSource.of(rule.map()), options.lists());
    YamlMap own =
        new YamlMap(
            filter.entries().stream().filter(each -> !NO_DETECTIONS.contains(each.key())).toList(),
            filter.line());
    RuleCondition condition =
        RecordType.granted(
            SigmaRule.condition(own, new SigmaDetections(own, tests), new LinkedHashSet<>()));
    notes.addAll(tests.notes());
    return condition;
  }

  /**
   * @param name of the object
   * @param policies that it is for
   * @param notes gets where the meaning is near, and not the same
   */
  static ObjectNode exception(
      SigmaRule rule, String name, List<String> policies, ImportOptions options, Set<String> notes)
      throws NotConvertibleException {
    RuleCondition silenced = new Folding().fold(RuleCondition.not(condition(rule, options, notes)));
    if (silenced instanceof Always always) {
      throw new NotConvertibleException(
          rule.map().lineOf("filter"),
          always.value()
              ? "filter: its condition is never true: all rules would be silenced"
              : "filter: its condition holds for every event: nothing is silenced");
    }
    CelWriter writer = new CelWriter();
    String match = writer.write(silenced);
    if (!writer.variables().isEmpty()) {
      throw new NotConvertibleException(
          rule.map().lineOf("filter"), "the filter is too long for an exception");
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "tocsin.dev/v1alpha1").put("kind", "DetectionException");
    ObjectNode annotations =
        object.putObject("metadata").put("name", name).putObject("annotations");
    annotations.put("tocsin.dev/imported-from", "sigma");
    if (!rule.id().isEmpty()) {
      annotations.put("tocsin.dev/rule-id", rule.id());
    }
    ObjectNode spec = object.putObject("spec");
    policies.forEach(spec.putObject("policies").putArray("names")::add);
    String title = rule.title();
    spec.put("match", match)
        .put("reason", title.substring(0, Math.min(title.length(), Limits.LINE)));
    return object;
  }
}
