package dev.tocsin.lint;

import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.lint.logic.Formula;
import dev.tocsin.tracing.Hook;
import dev.tocsin.tracing.HookArgument;
import dev.tocsin.tracing.TracingPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Arguments that the traced functions do not have: {@code arg('label')} and {@code args[7]}. The
 * functions are those that every alternative of the match names, else all that the required tracing
 * policies trace.
 */
final class ArgumentCheck implements PolicyCheck {
  /** What the functions have: sorted labels, and how many arguments at most. */
  private record Known(Set<String> labels, int arguments) {}

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    Optional<List<TracingPolicy>> required = policy.requiredTracing();
    if (required.isEmpty() || !policy.expressions(Role.STEP).toList().isEmpty()) {
      return; // a step's functions are its own
    }
    Set<Object> functions =
        policy
            .match()
            .map(match -> Formula.of(match.expression(), policy.names()))
            .flatMap(formula -> formula.values("event.function"))
            .orElse(Set.of());
    List<Hook> hooks =
        required.get().stream()
            .flatMap(each -> each.hooks().entrySet().stream())
            .filter(hook -> functions.isEmpty() || functions.contains(hook.getKey()))
            .flatMap(hook -> hook.getValue().stream())
            .toList();
    if (hooks.isEmpty()) {
      return;
    }
    Set<String> labels =
        hooks.stream()
            .flatMap(hook -> hook.arguments().stream())
            .map(HookArgument::label)
            .filter(label -> !label.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    int arguments = hooks.stream().mapToInt(hook -> hook.arguments().size()).max().orElse(0);
    Known any = new Known(labels, arguments);
    for (PolicyExpression expression : policy.expressions().list()) {
      expression.tree().all().forEach(node -> check(policy, expression, node, any, findings));
    }
  }

  private static void check(
      PolicySubject policy,
      PolicyExpression expression,
      ExpressionNode node,
      Known hook,
      LintFindings all) {
    switch (node) {
      case ExpressionNode.Call call when call.function().equals("@argument") -> {
        ExpressionNode label = call.arguments().get(1);
        String text = label.text();
        if (text != null && !hook.labels().contains(text)) {
          all.add(
              Rule.UNKNOWN_ARGUMENT,
              policy.object(),
              expression.place(label),
              "no traced function has an argument '"
                  + text
                  + "'; there are "
                  + String.join(", ", hook.labels()));
        }
      }
      case ExpressionNode.Index index when index.container().isName("args") -> {
        Long number = index.key().number();
        if (number != null && number >= hook.arguments()) {
          all.add(
              Rule.UNKNOWN_ARGUMENT,
              policy.object(),
              expression.place(index.key()),
              "no traced function has an argument "
                  + number
                  + "; the last one is "
                  + (hook.arguments() - 1));
        }
      }
      default -> {}
    }
  }
}
