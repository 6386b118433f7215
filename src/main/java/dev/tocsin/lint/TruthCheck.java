package dev.tocsin.lint;

import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.lint.logic.Formula;
import java.util.Optional;

/** Conditions that never hold, and those that always do. */
final class TruthCheck implements PolicyCheck {
  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    for (PolicyExpression each : policy.expressions().list()) {
      switch (each.role()) {
        case MATCH, STEP, EXCEPTION, VARIABLE -> {
          if (each.tree().typeName().equals("bool")) {
            contradictions(policy, each, each.tree(), findings);
          }
        }
        case WINDOW_FIELD, WINDOW_KEY, ALERT_KEY -> {}
      }
    }
    if (policy.spec().window() == null) {
      policy.expressions(Role.MATCH).forEach(match -> tautology(policy, match, findings));
    }
    policy.expressions(Role.EXCEPTION).forEach(each -> tautology(policy, each, findings));
    policy.expressions(Role.EXCEPTION).forEach(each -> wide(policy, each, findings));
  }

  /** The largest parts that can never hold: the whole, or alternatives in it. */
  private static void contradictions(
      PolicySubject policy,
      PolicyExpression expression,
      ExpressionNode part,
      LintFindings findings) {
    Optional<String> why = Formula.of(part, policy.names()).contradiction();
    if (why.isPresent()) {
      boolean whole = part == expression.tree();
      findings.add(
          Rule.NEVER_TRUE,
          policy.object(),
          expression.place(part),
          (whole ? "can never be true: " : "this part can never be true: ") + why.get());
    } else if (part instanceof ExpressionNode.Or || part instanceof ExpressionNode.And) {
      part.operands().forEach(operand -> contradictions(policy, expression, operand, findings));
    }
  }

  /** An exception of which nothing of the policy is left, though it does not hold always. */
  private static void wide(
      PolicySubject policy, PolicyExpression exception, LintFindings findings) {
    if (policy.isWithin(exception.expression())
        && Formula.not(exception.expression(), policy.names()).contradiction().isEmpty()) {
      findings.add(
          Rule.WIDE_EXCEPTION,
          policy.object(),
          Place.of(exception.field()),
          "holds for all that the policy takes: it can never fire");
    }
  }

  private static void tautology(
      PolicySubject policy, PolicyExpression expression, LintFindings findings) {
    if (Formula.not(expression.expression(), policy.names()).contradiction().isPresent()) {
      findings.add(
          Rule.ALWAYS_TRUE,
          policy.object(),
          Place.of(expression.field()),
          expression.role() == Role.EXCEPTION
              ? "holds for every event: the policy can never fire"
              : "holds for every event of " + Kinds.words(policy.events()));
    }
  }
}
