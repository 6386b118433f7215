package dev.tocsin.explain;

import dev.tocsin.engine.index.IndexClause;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.ScopeFilter.Refusal;
import dev.tocsin.engine.policy.LabelSelector;
import dev.tocsin.engine.policy.LabelSelector.Requirement;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.Attribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Scopes, selectors, conditions and windows in words. */
final class Words {
  private static final int MOST_VALUES = 10;

  private Words() {}

  static List<String> scope(Scope scope) {
    List<String> words = new ArrayList<>();
    words.add(
        scope.isCluster() ? "the whole cluster" : "pods of the namespace " + scope.namespace());
    add(words, "namespaces", scope.namespaceSelector());
    add(words, "pods", scope.podSelector());
    add(words, "nodes", scope.nodeSelector());
    if (!scope.includeContainers().isEmpty()) {
      words.add("containers named " + String.join(" or ", scope.includeContainers()));
    }
    if (!scope.excludeContainers().isEmpty()) {
      words.add("no containers named " + String.join(" or ", scope.excludeContainers()));
    }
    if (scope.isCluster()) {
      words.add(
          switch (scope.host()) {
            case EXCLUDE -> "no processes outside containers";
            case INCLUDE -> "processes outside containers too";
            case ONLY -> "only processes outside containers";
          });
    }
    return List.copyOf(words);
  }

  private static void add(List<String> words, String what, LabelSelector selector) {
    if (!selector.isEverything()) {
      words.add(what + " with " + selector(selector));
    }
  }

  /** As kubectl writes it. */
  private static String selector(LabelSelector selector) {
    List<String> terms = new ArrayList<>();
    selector.matchLabels().forEach((key, value) -> terms.add(key + "=" + value));
    for (Requirement each : selector.matchExpressions()) {
      terms.add(
          switch (each.operator()) {
            case IN -> each.key() + " in (" + String.join(",", each.values()) + ")";
            case NOT_IN -> each.key() + " notin (" + String.join(",", each.values()) + ")";
            case EXISTS -> each.key();
            case DOES_NOT_EXIST -> "!" + each.key();
          });
    }
    return String.join(", ", terms);
  }

  static String refusal(Refusal refusal, Scope scope, Attribution where) {
    return switch (refusal) {
      case NODE_SELECTOR ->
          unselected("node " + where.node().name(), scope.nodeSelector(), where.node().labels());
      case HOST ->
          scope.isCluster()
              ? "a process outside any container, and scope.host is Exclude"
              : "a process outside any container, and the policy sees the pods of "
                  + scope.namespace();
      case NOT_HOST -> "in a container, and scope.host is Only";
      case NAMESPACE ->
          "in namespace " + where.pod().namespace() + ", and the policy sees " + scope.namespace();
      case NAMESPACE_SELECTOR ->
          unselected(
              "namespace " + where.pod().namespace(),
              scope.namespaceSelector(),
              where.pod().namespaceLabels());
      case POD_SELECTOR ->
          unselected("pod " + where.pod().name(), scope.podSelector(), where.pod().labels());
      case CONTAINER ->
          "container "
              + (where.container().name().isEmpty() ? "of no name" : where.container().name())
              + " is not one of scope.containers";
      case UNKNOWN_POD -> "the pod is not known, and the policy selects pods";
    };
  }

  private static String unselected(
      String what, LabelSelector selector, Map<String, String> labels) {
    Set<String> keys = new LinkedHashSet<>(selector.matchLabels().keySet());
    selector.matchExpressions().forEach(each -> keys.add(each.key()));
    String has =
        keys.stream()
            .map(key -> labels.containsKey(key) ? key + "=" + labels.get(key) : "no " + key)
            .collect(Collectors.joining(", "));
    return what + " has " + has + ", and the policy selects " + selector(selector);
  }

  /** {@code process.name is 'sh' or 'bash'; and any of process.commands.args has 'x'}. */
  static String condition(IndexCondition condition) {
    return clauses(condition.clauses(), "; and ");
  }

  static String clauses(List<IndexClause> clauses, String between) {
    return clauses.stream().map(Words::clause).collect(Collectors.joining(between));
  }

  private static String clause(IndexClause clause) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    clause
        .keys()
        .forEach(
            key ->
                values
                    .computeIfAbsent(
                        key.field().words() + relation(key.relation()), _ -> new ArrayList<>())
                    .add("'" + key.value() + "'"));
    return values.entrySet().stream()
        .map(each -> each.getKey() + oneOf(each.getValue()))
        .collect(Collectors.joining(", or "));
  }

  private static String relation(IndexCondition.Relation relation) {
    return switch (relation) {
      case IS -> " is ";
      case IS_IN_ANY_CASE -> " is, in any case, ";
      case HAS -> " has ";
      case HAS_IN_ANY_CASE -> " has, in any case, ";
    };
  }

  private static String oneOf(List<String> values) {
    if (values.size() > MOST_VALUES) {
      return "one of "
          + String.join(", ", values.subList(0, MOST_VALUES))
          + ", ... ("
          + values.size()
          + " in all)";
    }
    String last = values.getLast();
    return values.size() == 1
        ? last
        : String.join(", ", values.subList(0, values.size() - 1)) + " or " + last;
  }

  static String window(Policy.Window window) {
    String by =
        window.groupBy().isEmpty()
            ? ", all counted together"
            : ", counted for each " + String.join(", ", window.groupBy());
    String within = " within " + duration(window.within());
    String steps =
        window.steps().stream().map(Policy.Window.Step::name).collect(Collectors.joining(", "));
    return switch (window.type()) {
      case EVENT_COUNT -> "when " + window.threshold() + " matches come" + within + by;
      case VALUE_COUNT ->
          "when "
              + window.threshold()
              + " different values of "
              + window.field()
              + " come"
              + within
              + by;
      case SUM ->
          "when " + window.field() + " adds up to " + window.threshold() + " or more" + within + by;
      case TEMPORAL -> "when " + steps + " all happen" + within + ", in any order" + by;
      case TEMPORAL_ORDERED -> "when " + steps + " happen in this order" + within + by;
    };
  }

  /** {@code 1h30m}. */
  static String duration(Duration duration) {
    return dev.tocsin.api.v1alpha1.GoDuration.format(duration);
  }
}
