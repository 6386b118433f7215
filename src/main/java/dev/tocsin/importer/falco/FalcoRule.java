package dev.tocsin.importer.falco;

import com.google.common.base.Ascii;
import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.importer.AttackTags;
import dev.tocsin.importer.FileTracing;
import dev.tocsin.importer.Folding;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.ObjectNames;
import dev.tocsin.importer.PolicyDraft;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.AllOf;
import dev.tocsin.importer.RuleCondition.Always;
import dev.tocsin.importer.YamlValue.YamlMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a policy of one rule. */
final class FalcoRule {
  private static final Comparator<String> CREAT_LAST =
      Comparator.comparing(type -> type.equals("creat"));
  private static final RuleCondition IN_CONTAINER = RuleCondition.not(FalcoChecks.ON_HOST);

  private final YamlMap map;
  private final FalcoDefinitions definitions;
  private final FileTracing tracing;
  private final int line;
  private final FalcoMeaning meaning;
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<String> policies = new LinkedHashSet<>();
  private final Set<String> paths = new LinkedHashSet<>();
  private final Set<String> options = new TreeSet<>();
  private final ObjectNames exceptionNames = new ObjectNames();

  FalcoRule(YamlMap map, FalcoDefinitions definitions, FileTracing tracing) {
    this.map = map;
    this.definitions = definitions;
    this.tracing = tracing;
    this.line = map.lineOf("condition");
    this.meaning = new FalcoMeaning(definitions, line);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  List<String> policies() {
    return List.copyOf(policies);
  }

  List<String> paths() {
    return List.copyOf(paths);
  }

  /** What the rule asks of the events of one kind. */
  private record Part(
      FalcoEvent event, RuleCondition condition, Map<String, RuleCondition> exceptions) {
    Part without(RuleCondition asked) {
      if (condition.equals(asked)) {
        return new Part(event, RuleCondition.TRUE, exceptions);
      }
      return condition instanceof AllOf all
          ? new Part(
              event,
              RuleCondition.all(all.parts().stream().filter(each -> !each.equals(asked)).toList()),
              exceptions)
          : this;
    }

    boolean requires(RuleCondition asked) {
      return condition.equals(asked)
          || condition instanceof AllOf all && all.parts().contains(asked);
    }

    RuleCondition whole(RuleCondition asked, boolean several) {
      List<RuleCondition> parts = new ArrayList<>();
      if (several) {
        parts.add(event.kindGuard());
      }
      parts.add(event.guard());
      parts.add(asked);
      return RuleCondition.all(parts);
    }
  }

  /**
   * @param name of the policy
   * @throws NotConvertibleException names what has no meaning here
   */
  PolicyDraft draft(String name, ImportOptions options, AttackCatalog catalog)
      throws NotConvertibleException {
    String source = map.text("source");
    if (!source.isEmpty() && !source.equals("syscall")) {
      throw new NotConvertibleException(map.lineOf("source"), "source " + source);
    }
    boolean disabled = map.has("enabled") && !map.isTrue("enabled");
    if (!map.has("condition")) {
      throw new NotConvertibleException(map.line(), "condition is missing");
    }
    FalcoExpression expression = meaning.read(map.text("condition"));
    Map<String, FalcoExpression> exceptions = FalcoExceptions.read(map, definitions);
    if (meaning.canHold(expression, FalcoMeaning.OTHER_TYPE)) {
      throw new NotConvertibleException(
          line,
          "the condition can hold for events of every type: evt.type is not asked on each side");
    }
    List<Part> parts = parts(expression, exceptions);
    boolean contained = parts.stream().allMatch(each -> each.requires(IN_CONTAINER));
    List<Part> asked =
        contained ? parts.stream().map(each -> each.without(IN_CONTAINER)).toList() : parts;
    boolean several = asked.stream().map(each -> each.event().kind()).distinct().count() > 1;
    RuleCondition match =
        folded(
            RuleCondition.any(
                asked.stream().map(each -> each.whole(each.condition(), several)).toList()));
    if (match instanceof Always) {
      throw new NotConvertibleException(line, "the condition holds for every event");
    }
    asked.forEach(each -> trace(each));
    PolicyDraft draft = described(name, options, catalog, disabled);
    draft
        .host(contained ? "Exclude" : "Include")
        .events(asked.stream().map(each -> each.event().kind()).distinct().toList())
        .match(match);
    exceptions.keySet().forEach(each -> exception(draft, each, asked, several));
    message(draft, asked.getFirst().event());
    draft.requires(policies(), List.copyOf(this.options));
    notes.addAll(meaning.notes());
    return draft;
  }

  private static RuleCondition folded(RuleCondition condition) {
    return new Folding().fold(condition);
  }

  private void exception(PolicyDraft draft, String name, List<Part> parts, boolean several) {
    List<RuleCondition> conditions = new ArrayList<>();
    for (Part each : parts) {
      RuleCondition condition = each.exceptions().getOrDefault(name, RuleCondition.FALSE);
      conditions.add(several ? each.whole(condition, true) : condition);
    }
    RuleCondition condition = folded(RuleCondition.any(conditions));
    if (condition.equals(RuleCondition.FALSE)) {
      notes.add("exception " + name + " is never true, left out");
    } else {
      draft.exception(exceptionNames.of(name), condition);
    }
  }

  /** What is asked of each kind of event that the rule can be about. */
  private List<Part> parts(FalcoExpression expression, Map<String, FalcoExpression> exceptions)
      throws NotConvertibleException {
    Set<String> unseen = new TreeSet<>();
    Map<FalcoEvent, Part> parts = new LinkedHashMap<>();
    for (String type : FalcoMeaning.types(expression).stream().sorted(CREAT_LAST).toList()) {
      if (!meaning.canHold(expression, type)) {
        continue;
      }
      List<FalcoEvent> events =
          Arrays.stream(FalcoEvent.values()).filter(each -> each.types().contains(type)).toList();
      if (events.isEmpty()) {
        unseen.add(type);
      }
      @Nullable NotConvertibleException refusal = null;
      boolean seen = false;
      for (FalcoEvent event : events) {
        try {
          seen |= add(parts, event, type, expression, exceptions);
        } catch (NotConvertibleException e) {
          refusal = e;
        }
      }
      if (refusal != null && !seen) {
        throw refusal;
      }
      if (refusal != null) {
        notes.add(
            "seen in part, files opened for writing or for reading only: " + refusal.reason());
      }
    }
    if (parts.isEmpty()) {
      throw new NotConvertibleException(
          line,
          unseen.isEmpty()
              ? "the condition is never true"
              : "no event of Tetragon for evt.type " + String.join(", ", unseen));
    }
    if (!unseen.isEmpty()) {
      notes.add("seen in part: no event for evt.type " + String.join(", ", unseen));
    }
    return List.copyOf(parts.values());
  }

  /** Adds what is asked of one kind of event, and tells whether that can be. */
  private boolean add(
      Map<FalcoEvent, Part> parts,
      FalcoEvent event,
      String type,
      FalcoExpression expression,
      Map<String, FalcoExpression> exceptions)
      throws NotConvertibleException {
    FalcoFields fields = new FalcoFields(event, line);
    FalcoChecks checks = new FalcoChecks(fields, line);
    RuleCondition condition = meaning.of(expression, type, checks);
    if (condition.equals(RuleCondition.FALSE)) {
      return false;
    }
    if (type.equals("creat") && parts.containsKey(event)) {
      return true; // an open with O_CREAT, O_WRONLY and O_TRUNC, which is asked for
    }
    Map<String, RuleCondition> silenced = new LinkedHashMap<>();
    for (Map.Entry<String, FalcoExpression> each : exceptions.entrySet()) {
      silenced.put(each.getKey(), meaning.of(each.getValue(), type, checks));
    }
    Part before = parts.put(event, new Part(event, condition, silenced));
    if (before != null && !before.condition().equals(condition)) {
      throw new NotConvertibleException(
          line, "evt.type " + type + " is asked for otherwise than those that are one event here");
    }
    notes.addAll(fields.notes());
    options.addAll(fields.options());
    if (!event.note().isEmpty()) {
      notes.add(event.note());
    }
    return true;
  }

  private void trace(Part part) {
    policies.addAll(part.event().tracing());
    FileTracing.@Nullable Access access =
        switch (part.event()) {
          case OPEN_TO_READ -> FileTracing.Access.READ;
          case OPEN_TO_WRITE -> FileTracing.Access.WRITE;
          default -> null;
        };
    if (access != null) {
      FileTracing.Needed needed = tracing.of(part.condition(), access);
      policies.addAll(needed.policies());
      paths.addAll(needed.paths());
      notes.addAll(needed.notes());
    }
  }

  private void message(PolicyDraft draft, FalcoEvent event) {
    FalcoFields fields = new FalcoFields(event, line);
    FalcoMessage message = new FalcoMessage(fields, event);
    String text = message.of(map.text("output"));
    options.addAll(fields.options());
    if (!message.missing().isEmpty()) {
      notes.add("left out of the message: " + String.join(", ", message.missing()));
    }
    if (!text.isEmpty()) {
      draft.message(text);
    }
  }

  private PolicyDraft described(
      String name, ImportOptions options, AttackCatalog catalog, boolean disabled)
      throws NotConvertibleException {
    if (disabled && !options.withdrawn()) {
      notes.add("the rule is not enabled: its policy is Disabled");
    }
    AttackTags tags = new AttackTags(catalog);
    for (String tag : map.texts("tags")) {
      if (tag.matches("T[0-9]{4}(\\.[0-9]{3})?")) {
        tags.technique(tag);
      } else if (tag.matches("TA[0-9]{4}")) {
        tags.tactic(tag);
      } else if (tag.startsWith("mitre_")) {
        tags.tactic(tag.substring("mitre_".length()));
      }
    }
    tags.unknown().forEach(each -> notes.add("ATT&CK has no " + each));
    return new PolicyDraft(name)
        .title(map.text("rule"), map.text("desc"))
        .severity(severity())
        .mode(disabled && !options.withdrawn() ? "Disabled" : options.mode())
        .techniques(tags.list())
        .annotate("imported-from", "falco")
        .annotate("rule-id", map.text("rule"))
        .annotate("rule-tags", String.join(", ", map.texts("tags")))
        .annotate("rule-license", options.license());
  }

  private String severity() throws NotConvertibleException {
    return switch (Ascii.toLowerCase(map.text("priority"))) {
      case "emergency", "alert", "critical" -> "Critical";
      case "error" -> "High";
      case "warning" -> "Medium";
      case "notice" -> "Low";
      case "informational", "info", "debug" -> "Info";
      default ->
          throw new NotConvertibleException(
              map.lineOf("priority"), "priority " + map.text("priority") + " is not known");
    };
  }
}
