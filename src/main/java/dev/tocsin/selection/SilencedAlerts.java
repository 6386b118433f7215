package dev.tocsin.selection;

import dev.tocsin.api.v1alpha1.AlertSilenceSpec;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec.Matcher;
import dev.tocsin.event.AlertView;
import dev.tocsin.language.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** Which alerts a silence chooses, wherever they are: by its expression or by its matchers. */
public final class SilencedAlerts {
  private final List<AlertExpression> conditions;

  private SilencedAlerts(List<AlertExpression> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /**
   * Compiles what a silence says.
   *
   * @throws InvalidExpressionException says what is wrong, and where
   */
  public static SilencedAlerts of(AlertSilenceSpec spec) throws InvalidExpressionException {
    List<AlertExpression> conditions = new ArrayList<>();
    if (spec.match() != null) {
      conditions.add(AlertExpression.of("spec.match", spec.match()));
    }
    for (int i = 0; i < spec.matchers().size(); i++) {
      conditions.add(matcher("spec.matchers[" + i + "]", spec.matchers().get(i)));
    }
    if (conditions.isEmpty()) {
      throw new InvalidExpressionException(
          Diagnostic.error("spec.match", "neither match nor matchers choose any alert"));
    }
    return new SilencedAlerts(conditions);
  }

  private static AlertExpression matcher(String field, Matcher matcher)
      throws InvalidExpressionException {
    String subject =
        switch (matcher.name()) {
          case ALERT -> "alert.name";
          case POLICY -> "alert.policy";
          case POLICY_NAMESPACE -> "alert.policyNamespace";
          case SEVERITY -> "alert.severity";
          case NAMESPACE -> "alert.namespace";
          case POD -> "alert.pod.name";
          case WORKLOAD -> "alert.workload.name";
          case NODE -> "alert.node";
          case UNKNOWN ->
              throw new InvalidExpressionException(
                  Diagnostic.error(field + ".name", "it names nothing that this version knows"));
          case null ->
              throw new InvalidExpressionException(
                  Diagnostic.error(field + ".name", "a name is required"));
        };
    String condition =
        Boolean.TRUE.equals(matcher.regex())
            ? subject + ".matches(" + literal("^(?:" + matcher.value() + ")$") + ")"
            : subject + " == " + literal(matcher.value());
    try {
      return AlertExpression.of(
          field + ".value",
          Boolean.TRUE.equals(matcher.negate()) ? "!(" + condition + ")" : condition);
    } catch (InvalidExpressionException e) {
      // its place is one in a text that nobody wrote
      throw new InvalidExpressionException(
          Diagnostic.error(field + ".value", e.diagnostic().message()));
    }
  }

  /** A text as CEL writes it. */
  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                literal.append('\\').appendCodePoint(c);
              } else if (c < ' ' || c == 0x7f) {
                literal.append("\\u%04x".formatted(c));
              } else {
                literal.appendCodePoint(c);
              }
            });
    return literal.append('"').toString();
  }

  public boolean has(AlertView alert) {
    return conditions.stream().allMatch(each -> each.holds(alert));
  }
}
