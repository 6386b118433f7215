package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.PolicyDraft.Step;
import dev.tocsin.importer.PolicyDraft.Window;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.YamlValue;
import dev.tocsin.importer.YamlValue.YamlEntry;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.importer.sigma.SigmaField.OfCommandLine;
import dev.tocsin.importer.sigma.SigmaField.OfConstant;
import dev.tocsin.importer.sigma.SigmaField.OfFolder;
import dev.tocsin.importer.sigma.SigmaField.OfNumber;
import dev.tocsin.importer.sigma.SigmaField.OfProgramName;
import dev.tocsin.importer.sigma.SigmaField.OfRecordType;
import dev.tocsin.importer.sigma.SigmaField.OfText;
import dev.tocsin.importer.sigma.SigmaField.OfTime;
import dev.tocsin.importer.sigma.SigmaField.OfUser;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The window of a correlation, and what its matches must have. */
final class SigmaCorrelation {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smhdwMy])");
  private static final Set<String> KEYS =
      Set.of("type", "rules", "group-by", "timespan", "condition", "generate", "aliases");
  private static final long DAY = 86_400;

  /** Why a correlation is no part of another one. */
  static final String CHAINED =
      "' is a correlation itself: a policy over alerts sees an alert when it opens, not each time"
          + " that its window is met";

  /** One group, for all nodes. */
  private static final String TOGETHER = "event.cluster";

  private final YamlMap map;
  private final List<SigmaRule.Asked> rules;

  /**
   * @param map the correlation itself
   * @param rules those that it names, in its order
   */
  SigmaCorrelation(YamlMap map, List<SigmaRule.Asked> rules) {
    this.map = map;
    this.rules = rules;
  }

  /** The rules that a correlation names, by id or name. */
  static List<String> names(YamlMap map) {
    return map.texts("rules");
  }

  /** What a match must be, besides what the steps ask. */
  RuleCondition match() throws NotConvertibleException {
    List<RuleCondition> parts = new ArrayList<>();
    if (!isTemporal()) {
      boolean several = rules.stream().map(each -> each.source().ofEvents()).distinct().count() > 1;
      parts.add(
          RuleCondition.any(
              rules.stream().map(each -> several ? each.guarded() : each.condition()).toList()));
    }
    for (String field : fields()) {
      parts.add(
          RuleCondition.not(
              new TextIs(new TextField(expression(field)), Relation.EQUALS, "", false)));
    }
    return parts.isEmpty() ? RuleCondition.TRUE : RuleCondition.all(parts);
  }

  private List<String> fields() {
    List<String> fields = new ArrayList<>(map.texts("group-by"));
    fields.addAll(counted());
    return fields;
  }

  private List<String> counted() {
    return map.get("condition").orElse(null) instanceof YamlMap condition
        ? condition.texts("field")
        : List.of();
  }

  private boolean isTemporal() {
    return map.text("type").startsWith("temporal");
  }

  /**
   * @throws NotConvertibleException for a type, a time or a bound that no window has
   */
  Window window() throws NotConvertibleException {
    for (YamlEntry each : map.entries()) {
      if (!KEYS.contains(each.key())) {
        throw refused(each.key(), "'" + each.key() + "' is not supported");
      }
    }
    String type =
        switch (map.text("type")) {
          case "event_count" -> "EventCount";
          case "value_count" -> "ValueCount";
          case "value_sum" -> "Sum";
          case "temporal" -> "Temporal";
          case "temporal_ordered" -> "TemporalOrdered";
          default -> throw refused("type", "type " + map.text("type") + " is not supported");
        };
    List<String> groups = new ArrayList<>();
    for (String field : map.texts("group-by")) {
      groups.add(expression(field));
    }
    return new Window(
        type,
        isTemporal() || type.equals("EventCount") ? "" : countedExpression(type),
        groups.isEmpty() ? List.of(TOGETHER) : groups,
        within(),
        isTemporal() ? all() : atLeast(),
        isTemporal() ? steps() : Map.of());
  }

  /** Several fields count as one value. */
  private String countedExpression(String type) throws NotConvertibleException {
    List<String> names = counted();
    if (names.isEmpty()) {
      throw refused("condition", "condition names no field");
    }
    if (type.equals("Sum")) {
      if (names.size() == 1
          && rules.getFirst().source().field(names.getFirst()).orElse(null)
              instanceof OfNumber number) {
        return number.field().expression();
      }
      throw refused("condition", "only a number can be added up");
    }
    List<String> expressions = new ArrayList<>();
    for (String name : names) {
      expressions.add(expression(name));
    }
    return String.join(" + '\\n' + ", expressions);
  }

  /** The field, or what an alias stands for in each rule; one expression for all events. */
  private String expression(String name) throws NotConvertibleException {
    Map<LogSource, String> expressions = new EnumMap<>(LogSource.class);
    for (int i = 0; i < rules.size(); i++) {
      LogSource source = rules.get(i).source().ofEvents();
      String own = expression(rules.get(i).source(), fieldOf(name, names(map).get(i)));
      String before = expressions.putIfAbsent(source, own);
      if (before != null && !before.equals(own)) {
        throw refused(
            "aliases", "alias " + name + " is another field in rules over the same events");
      }
    }
    List<String> distinct = expressions.values().stream().distinct().toList();
    return distinct.size() == 1 ? distinct.getFirst() : bySource(expressions);
  }

  /** The last one stands for what none of the others is. */
  private static String bySource(Map<LogSource, String> expressions) {
    StringBuilder choice = new StringBuilder("(");
    int left = expressions.size();
    for (Map.Entry<LogSource, String> each : expressions.entrySet()) {
      left--;
      choice
          .append(left == 0 ? "" : each.getKey().guard() + " ? ")
          .append(each.getValue())
          .append(left == 0 ? ")" : " : ");
    }
    return choice.toString();
  }

  private String fieldOf(String name, String rule) throws NotConvertibleException {
    if (map.get("aliases").orElse(null) instanceof YamlMap aliases
        && aliases.get(name).orElse(null) instanceof YamlMap alias) {
      if (alias.text(rule).isEmpty()) {
        throw refused("aliases", "alias " + name + " has no field for rule '" + rule + "'");
      }
      return alias.text(rule);
    }
    return name;
  }

  private String expression(LogSource source, String name) throws NotConvertibleException {
    SigmaField field =
        source
            .field(name)
            .orElseThrow(
                () -> refused("group-by", "field " + name + " is not in Tetragon's events"));
    return switch (field) {
      case OfText text -> text.field().expression();
      case OfCommandLine command -> command.field().expression();
      case OfFolder folder -> folder.field().expression();
      case OfUser user -> user.field().expression();
      case OfNumber number ->
          number.field().present().isEmpty()
              ? "string(" + number.field().expression() + ")"
              : "("
                  + number.field().present()
                  + " ? string("
                  + number.field().expression()
                  + ") : '')";
      case OfConstant constant ->
          throw refused("group-by", "field " + name + " is the same in all events");
      case OfProgramName program -> program.name().expression();
      case OfRecordType type ->
          throw refused("group-by", "field " + name + " is the same in all events");
      case OfTime time -> throw refused("group-by", "field " + name + " is a time");
    };
  }

  private String within() throws NotConvertibleException {
    Matcher matcher = TIME.matcher(map.text("timespan"));
    if (!matcher.matches()) {
      throw refused("timespan", "timespan '" + map.text("timespan") + "' is no time");
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> DAY;
          default -> DAY * 7;
        };
    long seconds = Long.parseLong(matcher.group(1)) * unit;
    if (seconds < 1 || seconds > DAY) {
      throw refused("timespan", "a window has a second at least and 24 hours at most");
    }
    return seconds % 3_600 == 0
        ? seconds / 3_600 + "h"
        : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private long atLeast() throws NotConvertibleException {
    if (!(map.get("condition").orElse(null) instanceof YamlMap condition)) {
      String written = map.text("condition");
      throw refused(
          "condition",
          written.isEmpty()
              ? "condition is missing"
              : "condition '" + written + "' is not supported: gt and gte are");
    }
    long least = 0;
    for (YamlEntry each : condition.entries()) {
      if (each.key().equals("field")) {
        continue;
      }
      if (!Set.of("gt", "gte").contains(each.key())) {
        throw refused(
            "condition",
            "'" + each.key() + "' cannot be decided before the time is over: gt and gte can");
      }
      if (!each.value().plain().matches("[0-9]{1,9}")) {
        throw refused("condition", each.key() + " wants a whole number");
      }
      long bound = Long.parseLong(each.value().plain());
      least = Math.max(least, each.key().equals("gt") ? bound + 1 : bound);
    }
    if (least < 1) {
      throw refused("condition", "a condition that always holds");
    }
    return least;
  }

  /** Steps have no bound: all must be seen. */
  private long all() throws NotConvertibleException {
    YamlValue condition = map.get("condition").orElse(null);
    if (condition != null && atLeast() != rules.size()) {
      throw refused("condition", "fewer than all of the rules");
    }
    return 0;
  }

  private Map<String, Step> steps() throws NotConvertibleException {
    if (names(map).stream().distinct().count() < rules.size()) {
      throw refused("rules", "a rule is named twice");
    }
    if (rules.size() < 2 || rules.size() > 16) {
      throw refused("rules", "a window has 2 to 16 steps");
    }
    Map<String, Step> steps = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      steps.put(
          "step-" + (i + 1), new Step(rules.get(i).source().eventKind(), rules.get(i).condition()));
    }
    return steps;
  }

  private NotConvertibleException refused(String key, String reason) {
    return new NotConvertibleException(map.lineOf(key), "correlation: " + reason);
  }
}
