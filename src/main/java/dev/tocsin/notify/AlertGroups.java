package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.AlertGrouping;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.Event;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.ResultType;
import dev.tocsin.language.TextExpression;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.reach.UnusableOutputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which alerts an output sends together, and how long it waits for them. For one thread. */
final class AlertGroups {
  private static final List<String> USUAL = List.of("alert.policy", "alert.namespace");
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final List<TextExpression> by;
  private final boolean grouped;
  private final Duration wait;
  private final Duration interval;
  private final @Nullable Duration repeat;
  private final EventContext context = new EventContext();

  private AlertGroups(
      List<TextExpression> by,
      boolean grouped,
      Duration wait,
      Duration interval,
      @Nullable Duration repeat) {
    this.by = List.copyOf(by);
    this.grouped = grouped;
    this.wait = wait;
    this.interval = interval;
    this.repeat = repeat;
  }

  /** All in one, and at once: what does not fit into one request is sent in the next. */
  static AlertGroups none() {
    return new AlertGroups(List.of(), false, Duration.ZERO, Duration.ZERO, null);
  }

  /**
   * @param grouping null: the usual
   * @throws UnusableOutputException says what is wrong with an expression, and where
   */
  static AlertGroups of(@Nullable AlertGrouping grouping) throws UnusableOutputException {
    List<String> texts = grouping == null || grouping.by().isEmpty() ? USUAL : grouping.by();
    List<TextExpression> by = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      by.add(expression("spec.group.by[" + i + "]", texts.get(i)));
    }
    return new AlertGroups(
        by,
        true,
        duration("spec.group.wait", grouping == null ? null : grouping.waiting(), WAIT),
        duration("spec.group.interval", grouping == null ? null : grouping.interval(), INTERVAL),
        grouping == null || grouping.repeat() == null
            ? null
            : duration("spec.group.repeat", grouping.repeat(), INTERVAL));
  }

  private static TextExpression expression(String field, String text)
      throws UnusableOutputException {
    Environment.Checked checked = Environment.standard().check(field, text, ResultType.SCALAR);
    if (checked.expression().isEmpty()) {
      throw new UnusableOutputException(
          "InvalidGroup",
          String.valueOf(
              checked.diagnostics().stream().filter(Diagnostic::isError).toList().getFirst()));
    }
    return new ExpressionCompiler(Map.of()).text(checked.expression().get());
  }

  private static Duration duration(String field, @Nullable String text, Duration usual)
      throws UnusableOutputException {
    try {
      return text == null ? usual : GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableOutputException("InvalidGroup", field + ": " + e.getMessage());
    }
  }

  /**
   * The group of an alert: {@link SendQueue#AT_ONCE} where nothing is grouped, and for Critical
   * ones.
   */
  String nameOf(KnownAlert alert) {
    if (!grouped || alert.severity() == Severity.CRITICAL) {
      return SendQueue.AT_ONCE;
    }
    context.enter(Event.of(alert.view()), alert.view().where());
    StringBuilder name = new StringBuilder();
    for (TextExpression each : by) {
      String value = value(each);
      name.append(value.length()).append(':').append(value); // so that no two read alike
    }
    return name.toString();
  }

  /** Alerts for which it has no value are one group. */
  private String value(TextExpression expression) {
    try {
      return expression.text(context);
    } catch (EvaluationException e) {
      return "";
    }
  }

  SendQueue queue() {
    return new SendQueue(wait, interval);
  }

  Reminders reminders() {
    return new Reminders(repeat);
  }
}
