package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.AlertGrouping;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.reach.UnusableOutputException;
import dev.tocsin.selection.AlertText;
import dev.tocsin.selection.InvalidExpressionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which alerts an output sends together, and how long it waits for them. */
final class AlertGroups {
  private static final List<String> USUAL = List.of("alert.policy", "alert.namespace");
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final List<AlertText> by;
  private final boolean grouped;
  private final Duration wait;
  private final Duration interval;
  private final @Nullable Duration repeat;

  private AlertGroups(
      List<AlertText> by,
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
    List<AlertText> by = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      by.add(text("spec.group.by[" + i + "]", texts.get(i)));
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

  private static AlertText text(String field, String text) throws UnusableOutputException {
    try {
      return AlertText.of(field, text);
    } catch (InvalidExpressionException e) {
      throw new UnusableOutputException("InvalidGroup", String.valueOf(e.diagnostic()));
    }
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
    StringBuilder name = new StringBuilder();
    for (AlertText each : by) {
      String value = each.valueOf(alert.view()).orElse(""); // those without are one group
      name.append(value.length()).append(':').append(value); // so that no two read alike
    }
    return name.toString();
  }

  SendQueue queue() {
    return new SendQueue(wait, interval);
  }

  Reminders reminders() {
    return new Reminders(repeat);
  }
}
