package dev.tocsin.engine.policy;

import java.util.List;
import java.util.Map;

/** A Kubernetes label selector; {@link #EVERYTHING} when a policy has none. */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
  public static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  /** One entry of {@code matchExpressions}. */
  public record Requirement(String key, Operator operator, List<String> values) {}

  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /** Whether it selects all there is, labelled or not. */
  public boolean isEverything() {
    return matchLabels.isEmpty() && matchExpressions.isEmpty();
  }

  public boolean matches(Map<String, String> labels) {
    for (Map.Entry<String, String> wanted : matchLabels.entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (Requirement requirement : matchExpressions) {
      if (!holds(requirement, labels.get(requirement.key()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(
      Requirement requirement, @org.jspecify.annotations.Nullable String value) {
    return switch (requirement.operator()) {
      case IN -> value != null && requirement.values().contains(value);
      case NOT_IN -> value == null || !requirement.values().contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
    };
  }
}
