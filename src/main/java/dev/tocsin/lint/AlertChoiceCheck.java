package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ResultType;
import dev.tocsin.lint.logic.Bindings;
import dev.tocsin.lint.logic.Formula;
import dev.tocsin.selection.InvalidExpressionException;
import dev.tocsin.selection.SilencedAlerts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Outputs and silences: which alerts they choose, and how long a silence lasts. */
final class AlertChoiceCheck {
  private static final Bindings NO_NAMES = new Bindings(Map.of(), Map.of(), Map.of(), Map.of());

  private final InstantSource clock;

  AlertChoiceCheck(InstantSource clock) {
    this.clock = clock;
  }

  void check(LintObject object, AlertOutput output, LintFindings findings) {
    if (output.getSpec().match() != null) {
      match(object, output.getSpec().match(), findings);
    }
  }

  void check(LintObject object, AlertSilence silence, LintFindings findings) {
    AlertSilenceSpec spec = silence.getSpec();
    if (spec.match() != null) {
      match(object, spec.match(), findings)
          .filter(match -> Formula.not(match, NO_NAMES).contradiction().isPresent())
          .ifPresent(
              match ->
                  findings.add(
                      Rule.ALWAYS_TRUE,
                      object,
                      "spec.match",
                      "holds for every alert: nothing is sent while it lasts"));
    } else if (!spec.matchers().isEmpty()) {
      matchers(object, spec, findings);
    }
    time(spec.expiresAt()).ifPresent(end -> end(object, silence, end, findings));
  }

  private static Optional<CheckedExpression> match(
      LintObject object, String text, LintFindings findings) {
    Environment.Checked checked = Environment.standard().check("spec.match", text, ResultType.BOOL);
    for (Diagnostic each : checked.diagnostics()) {
      findings.add(Rule.EXPRESSION, object, Place.of(each), each.message());
    }
    checked
        .expression()
        .ifPresent(
            match -> {
              PolicyExpression expression =
                  new PolicyExpression(
                      "spec.match", Role.MATCH, match, EnumSet.of(EventKind.SECURITY_ALERT));
              AbsentFieldCheck.check(object, expression, findings);
              Formula.of(match, NO_NAMES)
                  .contradiction()
                  .ifPresent(
                      why ->
                          findings.add(
                              Rule.NEVER_TRUE, object, "spec.match", "can never be true: " + why));
            });
    return checked.expression();
  }

  private static void matchers(LintObject object, AlertSilenceSpec spec, LintFindings findings) {
    try {
      SilencedAlerts.of(spec);
    } catch (InvalidExpressionException e) {
      findings.add(Rule.EXPRESSION, object, Place.of(e.diagnostic()), e.diagnostic().message());
    }
  }

  /** One that says when it starts is the schema's to judge; one in a file starts now. */
  private void end(LintObject object, AlertSilence silence, Instant end, LintFindings findings) {
    Instant start = time(silence.getMetadata().getCreationTimestamp()).orElseGet(clock::instant);
    if (!end.isAfter(clock.instant())) {
      findings.add(Rule.EXPIRED_SILENCE, object, "spec.expiresAt", "expired at " + end);
    } else if (silence.getSpec().startsAt() == null
        && Duration.between(start, end).compareTo(Limits.SILENCE) > 0) {
      findings.add(
          Rule.REFUSED,
          object,
          "spec.expiresAt",
          "it would last longer than "
              + Limits.SILENCE.toDays()
              + " days: until "
              + Timestamps.format(start.plus(Limits.SILENCE))
              + " at most");
    }
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Timestamps::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the schema says it
    }
  }
}
