package dev.tocsin.engine.compile;

import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.Interpreter;
import dev.tocsin.language.Term;
import dev.tocsin.language.Tracer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The expressions of a policy as they were checked, by the field they stand in, to look into them
 * and to see what becomes of their parts. For one thread.
 */
public final class PolicyTexts {
  private final Tracer tracer;
  private final Map<String, CheckedExpression> byField;

  PolicyTexts(Interpreter interpreter, Map<String, CheckedExpression> byField) {
    this.tracer = new Tracer(interpreter);
    this.byField = Collections.unmodifiableMap(new LinkedHashMap<>(byField));
  }

  /** All but those of messages. */
  public Collection<CheckedExpression> expressions() {
    return byField.values();
  }

  /**
   * Evaluates an expression part by part.
   *
   * @param field {@code spec.match}, {@code spec.window.steps[0].match}, {@link
   *     dev.tocsin.engine.policy.Policy.ExceptionRule#source} and {@code .match}
   * @param redaction takes secrets out of texts that were read
   * @return empty when nothing stands in the field
   */
  public Optional<Term> trace(String field, EventContext context, UnaryOperator<String> redaction) {
    return Optional.ofNullable(byField.get(field))
        .map(text -> tracer.trace(text, context, redaction));
  }
}
