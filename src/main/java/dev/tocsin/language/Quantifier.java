package dev.tocsin.language;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.tocsin.language.Term.Outcome;
import java.util.Optional;

/**
 * {@code exists} or {@code all}, which one element can decide.
 *
 * @param decisive what its predicate must be for that
 */
public record Quantifier(CelExpr predicate, boolean decisive) {
  public static Optional<Quantifier> of(CelComprehension comprehension) {
    CelExpr step = comprehension.loopStep();
    if (!comprehension.iterVar2().isEmpty()
        || step.getKind() != CelExpr.ExprKind.Kind.CALL
        || step.call().args().size() != 2
        || !isAccumulator(step.call().args().getFirst(), comprehension)) {
      return Optional.empty();
    }
    return switch (step.call().function()) {
      case "_||_" -> Optional.of(new Quantifier(step.call().args().get(1), true));
      case "_&&_" -> Optional.of(new Quantifier(step.call().args().get(1), false));
      default -> Optional.empty();
    };
  }

  private static boolean isAccumulator(CelExpr expr, CelComprehension comprehension) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT
        && expr.ident().name().equals(comprehension.accuVar())
        && comprehension.accuInit().getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && comprehension.accuInit().constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE;
  }

  boolean isDecidedBy(Outcome outcome) {
    return decisive ? outcome.isTrue() : outcome.isFalse();
  }
}
