package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.reach.UnusableOutputException;
import dev.tocsin.selection.AlertExpression;
import dev.tocsin.selection.InvalidExpressionException;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts an output sends: those of its namespace, or all for one of the system namespace; at
 * least as severe as it says; for which its expression is true.
 */
final class AlertSelection {
  private final String namespace;
  private final Severity least;
  private final @Nullable AlertExpression match;

  private AlertSelection(String namespace, Severity least, @Nullable AlertExpression match) {
    this.namespace = namespace;
    this.least = least;
    this.match = match;
  }

  /**
   * @param namespace whose alerts it may send; empty: of all
   * @throws UnusableOutputException says what is wrong with the expression, and where
   */
  static AlertSelection of(AlertOutputSpec spec, String namespace) throws UnusableOutputException {
    try {
      return new AlertSelection(
          namespace,
          least(spec),
          spec.match() == null ? null : AlertExpression.of("spec.match", spec.match()));
    } catch (InvalidExpressionException e) {
      throw new UnusableOutputException("InvalidMatch", String.valueOf(e.getMessage()));
    }
  }

  private static Severity least(AlertOutputSpec spec) {
    return switch (spec.minSeverity()) {
      case LOW -> Severity.LOW;
      case MEDIUM -> Severity.MEDIUM;
      case HIGH -> Severity.HIGH;
      case CRITICAL -> Severity.CRITICAL;
      // one that only a newer version knows: better too many than none
      case INFO, UNKNOWN -> Severity.INFO;
      case null -> Severity.INFO;
    };
  }

  boolean has(KnownAlert alert) {
    return (namespace.isEmpty() || namespace.equals(alert.ref().namespace()))
        && alert.severity().compareTo(least) >= 0
        && (match == null || match.holds(alert.view()));
  }
}
