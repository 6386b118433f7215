package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.Alerting;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.api.v1alpha1.Window;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ResultType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of one policy with their trees, in the order of the policy. A policy that the
 * operator would refuse for another reason has them too, so that everything can be said at once.
 */
final class PolicyExpressions {
  private final Set<EventKind> events;
  private final List<PolicyExpression> expressions = new ArrayList<>();
  private final Map<String, CheckedExpression> variables = new LinkedHashMap<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private Environment environment;

  private PolicyExpressions(DetectionPolicySpec spec, Set<EventKind> events) {
    this.events = events;
    this.environment =
        Environment.standard()
            .withLists(
                spec.lists().stream().map(NamedList::name).filter(Objects::nonNull).toList());
  }

  static PolicyExpressions of(DetectionPolicySpec spec, Set<EventKind> events) {
    PolicyExpressions all = new PolicyExpressions(spec, events);
    all.read(spec);
    return all;
  }

  List<PolicyExpression> list() {
    return expressions;
  }

  /** The variables that compiled, by name. */
  Map<String, CheckedExpression> variables() {
    return variables;
  }

  /** What is wrong with them; messages are not looked at. */
  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  private void read(DetectionPolicySpec spec) {
    for (int i = 0; i < spec.variables().size(); i++) {
      String name = spec.variables().get(i).name();
      String field = "spec.variables[" + i + "].expression";
      CheckedExpression checked =
          check(field, spec.variables().get(i).expression(), Role.VARIABLE, ResultType.ANY, events);
      if (name != null && checked != null) {
        variables.put(name, checked);
        environment = environment.withVariable(name, checked);
      } else if (name != null) {
        environment = environment.withUntypedVariable(name);
      }
    }
    check("spec.match", spec.match(), Role.MATCH, ResultType.BOOL, events);
    for (int i = 0; i < spec.exceptions().size(); i++) {
      String field = "spec.exceptions[" + i + "].match";
      check(field, spec.exceptions().get(i).match(), Role.EXCEPTION, ResultType.BOOL, events);
    }
    if (spec.window() != null) {
      window(spec.window());
    }
    Alerting alert = spec.alert();
    if (alert != null) {
      keys("spec.alert.groupBy", alert.groupBy(), Role.ALERT_KEY);
    }
  }

  private void window(Window window) {
    check("spec.window.field", window.field(), Role.WINDOW_FIELD, ResultType.SCALAR, events);
    keys("spec.window.groupBy", window.groupBy(), Role.WINDOW_KEY);
    for (int i = 0; i < window.steps().size(); i++) {
      Window.Step step = window.steps().get(i);
      Set<EventKind> own = Kinds.of(step.events());
      check(
          "spec.window.steps[" + i + "].match",
          step.match(),
          Role.STEP,
          ResultType.BOOL,
          own.isEmpty() ? events : own);
    }
  }

  private void keys(String field, List<String> texts, Role role) {
    for (int i = 0; i < texts.size(); i++) {
      check(field + "[" + i + "]", texts.get(i), role, ResultType.SCALAR, events);
    }
  }

  private @Nullable CheckedExpression check(
      String field, @Nullable String text, Role role, ResultType wanted, Set<EventKind> kinds) {
    if (text == null) {
      return null;
    }
    Environment.Checked checked = environment.check(field, text, wanted);
    diagnostics.addAll(checked.diagnostics());
    checked
        .expression()
        .ifPresent(each -> expressions.add(new PolicyExpression(field, role, each, kinds)));
    return checked.expression().orElse(null);
  }
}
