package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.HookRequirement;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.lint.logic.Bindings;
import dev.tocsin.lint.logic.Formula;
import dev.tocsin.tracing.TracingPolicy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A policy, taken apart as far as it can be understood. */
final class PolicySubject {
  private final LintObject object;
  private final DetectionPolicySpec spec;
  private final Set<EventKind> events;
  private final PolicyExpressions expressions;
  private final Bindings names;
  private final Surroundings surroundings;

  PolicySubject(LintObject object, DetectionPolicySpec spec, Surroundings surroundings) {
    this.object = object;
    this.spec = spec;
    this.surroundings = surroundings;
    this.events = Kinds.of(spec.events());
    this.expressions = PolicyExpressions.of(spec, events);
    Map<String, List<String>> lists = new LinkedHashMap<>();
    Map<String, String> followed = new LinkedHashMap<>();
    for (NamedList list : spec.lists()) {
      NamedList.ConfigMapKeyRef source = list.configMapKeyRef();
      if (list.name() != null && source == null) {
        lists.put(list.name(), list.values());
      } else if (list.name() != null && source != null) {
        followed.put(
            list.name(),
            "ConfigMap " + object.namespace() + "/" + source.name() + " " + source.key());
      }
    }
    this.names =
        new Bindings(
            expressions.variables(), lists, followed, Map.of("event.kind", Kinds.ofEvents(events)));
  }

  LintObject object() {
    return object;
  }

  DetectionPolicySpec spec() {
    return spec;
  }

  Set<EventKind> events() {
    return events;
  }

  PolicyExpressions expressions() {
    return expressions;
  }

  Bindings names() {
    return names;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Stream<PolicyExpression> expressions(Role role) {
    return expressions.list().stream().filter(each -> each.role() == role);
  }

  /** The expression of {@code variables.NAME}; empty when it did not compile. */
  private Optional<PolicyExpression> variable(String name) {
    CheckedExpression wanted = expressions.variables().get(name);
    return expressions(Role.VARIABLE).filter(each -> each.expression() == wanted).findFirst();
  }

  /** An expression of the policy as a condition. */
  ConditionPart condition(PolicyExpression expression) {
    return ConditionPart.of(expression, this::variable);
  }

  Optional<PolicyExpression> match() {
    return expressions(Role.MATCH).findFirst();
  }

  /** What holds for an event that the policy takes: its match, or one of its steps. */
  List<Formula> conditions() {
    return Stream.concat(expressions(Role.MATCH), expressions(Role.STEP))
        .map(each -> Formula.of(each.expression(), names))
        .toList();
  }

  /** Whether an expression is known to hold for all that the policy takes. */
  boolean isWithin(CheckedExpression expression) {
    Formula wide = Formula.of(expression, names);
    List<Formula> conditions = conditions();
    return !conditions.isEmpty() && conditions.stream().allMatch(each -> each.implies(wide));
  }

  Requirements requires() {
    return Objects.requireNonNullElse(spec.requires(), Requirements.NONE);
  }

  /**
   * The tracing policies that it requires by name, and those that have the hooks that it requires;
   * empty when one is not known, or not in full.
   */
  Optional<List<TracingPolicy>> requiredTracing() {
    Set<TracingPolicy> required = new LinkedHashSet<>();
    for (String name : requires().tracingPolicies()) {
      TracingPolicy named = surroundings.tracingPolicies().get(name);
      if (named == null) {
        return Optional.empty();
      }
      required.add(named);
    }
    for (HookRequirement hook : requires().hooks()) {
      List<TracingPolicy> having = surroundings.having(hook);
      if (having.isEmpty()) {
        return Optional.empty();
      }
      required.addAll(having);
    }
    return required.isEmpty() || required.stream().anyMatch(TracingPolicy::open)
        ? Optional.empty()
        : Optional.of(List.copyOf(required));
  }

  /** Where a text stands as a constant in one of its expressions, else its match. */
  Place placeOf(String constant) {
    return expressions.list().stream()
        .flatMap(
            expression ->
                expression
                    .tree()
                    .all()
                    .filter(node -> constant.equals(node.text()))
                    .map(expression::place))
        .findFirst()
        .orElseGet(() -> Place.of("spec.match"));
  }
}
