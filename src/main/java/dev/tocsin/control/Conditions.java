package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.Timestamps;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The conditions of one object, made once per look at it. */
final class Conditions {
  /** Enough for what went wrong; the schema allows more than anybody reads. */
  private static final int MAX_MESSAGE = 4096;

  /** What is known about a condition. */
  enum Truth {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    Truth(String text) {
      this.text = text;
    }
  }

  /** How far an object is on the way to what its spec asks for. */
  enum Progress {
    DONE,
    UNDER_WAY,
    /** It stays as it is until somebody changes something. */
    STUCK
  }

  private final List<Condition> previous;
  private final long generation;
  private final Instant now;
  private final List<Condition> conditions = new ArrayList<>();

  Conditions(List<Condition> previous, long generation, Instant now) {
    this.previous = previous;
    this.generation = generation;
    this.now = now;
  }

  /** The time of the last transition stays, unless the status changes. */
  void add(String type, Truth truth, String reason, String message) {
    String since =
        previous.stream()
            .filter(each -> each.getType().equals(type) && each.getStatus().equals(truth.text))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> Timestamps.format(now));
    conditions.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(truth.text)
            .withReason(reason)
            .withMessage(cut(message))
            .withLastTransitionTime(since)
            .withObservedGeneration(generation)
            .build());
  }

  /**
   * What tools read that know nothing of policies: {@code Ready}, and while that is false either
   * {@code Stalled} or {@code Reconciling}, which by convention are left out when they are not
   * true.
   */
  void addReady(Progress progress, String reason, String message) {
    add("Ready", progress == Progress.DONE ? Truth.TRUE : Truth.FALSE, reason, message);
    switch (progress) {
      case DONE -> {}
      case UNDER_WAY -> add("Reconciling", Truth.TRUE, reason, message);
      case STUCK -> add("Stalled", Truth.TRUE, reason, message);
    }
  }

  /** One that was added. */
  Condition get(String type) {
    return conditions.stream()
        .filter(each -> each.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  /** The conditions, with the messages of others where those say the same but for the message. */
  static List<Condition> withMessagesOf(List<Condition> conditions, List<Condition> others) {
    return conditions.stream()
        .map(
            each ->
                others.stream().filter(other -> sayTheSame(each, other)).findFirst().orElse(each))
        .toList();
  }

  private static boolean sayTheSame(Condition one, Condition other) {
    return one.getType().equals(other.getType())
        && one.getStatus().equals(other.getStatus())
        && Objects.equals(one.getReason(), other.getReason())
        && Objects.equals(one.getObservedGeneration(), other.getObservedGeneration());
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }

  List<Condition> list() {
    return List.copyOf(conditions);
  }
}
