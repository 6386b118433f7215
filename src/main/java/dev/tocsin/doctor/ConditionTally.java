package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The objects of one kind that a condition is false for, by condition and reason. */
final class ConditionTally {
  private static final int MOST_NAMES = 3;
  private static final int LONGEST_MESSAGE = 160;

  private record Key(String type, String reason) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = type.compareTo(other.type);
      return order == 0 ? reason.compareTo(other.reason) : order;
    }
  }

  private record Found(List<String> names, String message) {}

  private final Map<Key, Found> found = new TreeMap<>();

  /**
   * Takes the conditions of an object that are {@code False}, but for those that follow from it.
   */
  void add(String name, List<Condition> conditions) {
    for (Condition each : conditions) {
      if (Objects.equals(each.getStatus(), "False") && !each.getReason().equals("NotAccepted")) {
        found
            .computeIfAbsent(
                new Key(each.getType(), each.getReason()),
                key ->
                    new Found(new ArrayList<>(), Objects.requireNonNullElse(each.getMessage(), "")))
            .names()
            .add(name);
      }
    }
  }

  /** One sentence for one condition and reason, with some of the names and one message. */
  interface Judge {
    Diagnosis judge(String type, String reason, String sentence, String firstName);
  }

  /**
   * @param types the conditions that are meant; the others only sum up
   */
  List<Diagnosis> judge(List<String> types, Judge judge) {
    List<Diagnosis> said = new ArrayList<>();
    found.forEach(
        (key, objects) -> {
          if (types.contains(key.type())) {
            List<String> names = objects.names();
            String more =
                names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
            String sentence =
                String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                    + more
                    + (names.size() == 1 ? " is not " : " are not ")
                    + key.type()
                    + " ("
                    + key.reason()
                    + ")"
                    + quote(objects.message());
            said.add(judge.judge(key.type(), key.reason(), sentence, names.getFirst()));
          }
        });
    return said;
  }

  /** {@code 2 have no status, for example shop/shell}. */
  static String withoutStatus(List<String> names) {
    return names.size() == 1
        ? "1 has no status: " + names.getFirst()
        : names.size() + " have no status, for example " + names.getFirst();
  }

  private static String quote(String message) {
    String first = message.lines().findFirst().orElse("");
    return first.isEmpty()
        ? ""
        : ": "
            + (first.length() > LONGEST_MESSAGE
                ? first.substring(0, LONGEST_MESSAGE) + "..."
                : first);
  }
}
