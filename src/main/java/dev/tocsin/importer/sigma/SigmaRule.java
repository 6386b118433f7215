package dev.tocsin.importer.sigma;

import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.importer.AttackTags;
import dev.tocsin.importer.Folding;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.PolicyDraft;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Always;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.importer.YamlValue;
import dev.tocsin.importer.YamlValue.YamlMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One rule: what it says of itself, and what it asks. */
record SigmaRule(RuleFile file, YamlMap map) {
  private static final Map<String, String> SEVERITIES =
      Map.of(
          "informational", "Info",
          "low", "Low",
          "medium", "Medium",
          "high", "High",
          "critical", "Critical");
  private static final Set<String> WITHDRAWN = Set.of("deprecated", "unsupported");

  /**
   * What a rule asks.
   *
   * @param notes where the meaning is near, and not the same
   */
  record Asked(LogSource source, RuleCondition condition, List<String> notes) {
    /** Of a document that asks nothing itself. */
    static final Asked NOTHING =
        new Asked(LogSource.PROCESS_CREATION, RuleCondition.TRUE, List.of());

    /** The condition where there are events of other sources too. */
    RuleCondition guarded() {
      return RuleCondition.all(new RuleCondition.Holds(source.guard()), condition);
    }
  }

  /** Whether it is a rule, and no correlation or filter. */
  boolean isPlain() {
    return !map.has("correlation") && !map.has("filter");
  }

  String id() {
    return map.text("id");
  }

  String title() {
    return map.text("title");
  }

  /** Whether a correlation or a filter means it by this text. */
  boolean isCalled(String text) {
    return text.equals(id()) || text.equals(map.text("name"));
  }

  /**
   * @throws NotConvertibleException names what has no meaning here
   */
  Asked asked(ImportOptions options) throws NotConvertibleException {
    if (WITHDRAWN.contains(map.text("status")) && !options.withdrawn()) {
      throw new NotConvertibleException(
          map.lineOf("status"), "status " + map.text("status") + ": taken with --withdrawn only");
    }
    LogSource source = LogSource.of(map);
    FieldTests tests = new FieldTests(source, options.lists());
    Folding folding = new Folding();
    Set<String> used = new LinkedHashSet<>();
    YamlMap detection = detection();
    SigmaDetections detections = new SigmaDetections(detection, tests);
    RuleCondition condition =
        folding.fold(
            source == LogSource.AUDITD
                ? RecordType.required(
                    condition(detection, detections, used), detection.lineOf("condition"))
                : condition(detection, detections, used));
    if (condition instanceof Always always) {
      throw new NotConvertibleException(
          detection.lineOf("condition"),
          always.value() ? "the condition holds for every event" : "the condition is never true");
    }
    List<String> notes = new ArrayList<>(tests.notes());
    notes.addAll(folding.notes());
    detections.names().stream()
        .filter(each -> !used.contains(each))
        .forEach(each -> notes.add("detection '" + each + "' is not in the condition"));
    return new Asked(
        source, folding.fold(RuleCondition.all(source.always(), condition)), List.copyOf(notes));
  }

  private YamlMap detection() throws NotConvertibleException {
    if (!(map.get("detection").orElse(null) instanceof YamlMap detection)) {
      throw new NotConvertibleException(map.line(), "detection is missing");
    }
    if (detection.has("timeframe")) {
      throw new NotConvertibleException(
          detection.lineOf("timeframe"),
          "timeframe is not part of Sigma any more: correlations are");
    }
    return detection;
  }

  /** One condition, or several of which one must hold. */
  static RuleCondition condition(YamlMap detection, SigmaDetections detections, Set<String> used)
      throws NotConvertibleException {
    List<RuleCondition> conditions = new ArrayList<>();
    YamlValue value = detection.get("condition").orElse(null);
    if (value == null) {
      throw new NotConvertibleException(detection.line(), "condition is missing");
    }
    for (YamlValue each : value.items()) {
      conditions.add(SigmaCondition.read(each.plain(), detections, each.line(), used));
    }
    if (conditions.isEmpty()) {
      throw new NotConvertibleException(value.line(), "condition is empty");
    }
    return RuleCondition.any(conditions);
  }

  /** What it says of itself, as a policy. */
  PolicyDraft draft(String name, ImportOptions options, AttackCatalog catalog, List<String> notes)
      throws NotConvertibleException {
    String level = map.text("level");
    String severity = level.isEmpty() ? "Medium" : SEVERITIES.get(level);
    if (severity == null) {
      throw new NotConvertibleException(map.lineOf("level"), "level " + level + " is not known");
    }
    if (level.isEmpty()) {
      notes.add("the rule has no level: Medium");
    }
    if (title().isBlank()) {
      throw new NotConvertibleException(map.line(), "title is missing");
    }
    AttackTags tags = tags(catalog);
    tags.unknown().forEach(each -> notes.add("ATT&CK has no " + each));
    boolean experimental = map.text("status").equals("experimental");
    PolicyDraft draft =
        new PolicyDraft(name)
            .title(title(), map.text("description"))
            .severity(severity)
            .mode(options.mode().isEmpty() && experimental ? "Shadow" : options.mode())
            .techniques(tags.list())
            .references(map.texts("references"))
            .falsePositives(map.texts("falsepositives"))
            .annotate("imported-from", "sigma")
            .annotate("rule-file", file.path().getFileName().toString())
            .annotate("rule-id", id())
            .annotate("rule-author", map.text("author"))
            .annotate("rule-date", map.text("date"))
            .annotate("rule-modified", map.text("modified"))
            .annotate("rule-status", map.text("status"))
            .annotate(
                "rule-license",
                map.text("license").isEmpty() ? options.license() : map.text("license"));
    return draft;
  }

  private AttackTags tags(AttackCatalog catalog) {
    AttackTags tags = new AttackTags(catalog);
    for (String tag : map.texts("tags")) {
      String plain = tag.startsWith("attack.") ? tag.substring("attack.".length()) : "";
      if (plain.matches("[tT][0-9]{4}(\\.[0-9]{3})?")) {
        tags.technique(plain);
      } else if (!plain.isEmpty() && !plain.matches("[gsGS][0-9]{4}")) {
        tags.tactic(plain);
      }
    }
    return tags;
  }
}
