package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.engine.Severity;
import dev.tocsin.event.Event;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which alerts an output sends: those of its namespace, or all for one of the system namespace; at
 * least as severe as it says; for which its expression is true. For one thread.
 */
final class AlertSelection {
  private final String namespace;
  private final Severity least;
  private final Predicate match;
  private final EventContext context = new EventContext();
  private final AtomicLong failures = new AtomicLong();

  private AlertSelection(String namespace, Severity least, Predicate match) {
    this.namespace = namespace;
    this.least = least;
    this.match = match;
  }

  /**
   * @param namespace whose alerts it may send; empty: of all
   * @throws UnusableOutputException says what is wrong with the expression, and where
   */
  static AlertSelection of(AlertOutputSpec spec, String namespace) throws UnusableOutputException {
    return new AlertSelection(namespace, least(spec), predicate(spec));
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

  private static Predicate predicate(AlertOutputSpec spec) throws UnusableOutputException {
    if (spec.match() == null) {
      return context -> true;
    }
    Environment.Checked checked =
        Environment.standard().check("spec.match", spec.match(), ResultType.BOOL);
    List<Diagnostic> errors = checked.diagnostics().stream().filter(Diagnostic::isError).toList();
    if (checked.expression().isEmpty()) {
      throw new UnusableOutputException("InvalidMatch", String.valueOf(errors.getFirst()));
    }
    return new ExpressionCompiler(Map.of()).predicate(checked.expression().get());
  }

  boolean has(KnownAlert alert) {
    if (!namespace.isEmpty() && !namespace.equals(alert.ref().namespace())
        || alert.severity().compareTo(least) < 0) {
      return false;
    }
    context.enter(Event.of(alert.view()), alert.view().where());
    try {
      return match.test(context);
    } catch (EvaluationException e) {
      failures.incrementAndGet();
      return false;
    }
  }

  /** How often the expression had no value. */
  long failures() {
    return failures.get();
  }
}
