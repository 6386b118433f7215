package dev.tocsin.selection;

import dev.tocsin.event.AlertView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The group of one alert, as a condition for others: those with all of its values. Thread safe. */
public final class AlertGroup {
  /** Value to expression; empty where no alert can have them. */
  private final Map<AlertText, String> values;

  private AlertGroup(Map<AlertText, String> values) {
    this.values = values;
  }

  /**
   * @param group expression to value; one that has no value, or is none that any alert has, is no
   *     condition that anything could meet
   */
  public static AlertGroup of(Map<String, String> group) {
    Map<AlertText, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : group.entrySet()) {
      if (each.getValue().isEmpty()) {
        return new AlertGroup(Map.of());
      }
      try {
        values.put(AlertText.of("group", each.getKey()), each.getValue());
      } catch (InvalidExpressionException noAlertHasIt) {
        return new AlertGroup(Map.of());
      }
    }
    return new AlertGroup(values);
  }

  /** Whether the alert has all values of the group. What is missing is equal to nothing. */
  public boolean has(AlertView alert) {
    return !values.isEmpty()
        && values.entrySet().stream()
            .allMatch(each -> each.getKey().valueOf(alert).equals(Optional.of(each.getValue())));
  }
}
