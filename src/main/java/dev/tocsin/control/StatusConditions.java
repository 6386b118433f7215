package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.ConditionReason;
import dev.tocsin.api.v1alpha1.Timestamps;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The conditions of one object, made once per look at it. */
final class StatusConditions {
  /** Enough for what went wrong; the schema allows more than anybody reads. */
  private static final int MAX_MESSAGE = 4096;

  private static final String TRUE = "True";

  /** The conditions that sum up the others, for tools that know nothing of policies. */
  enum Summary {
    READY(
        "Ready",
        "Whether the object is what its spec asks for; True, too, of what is done for good."),
    RECONCILING("Reconciling", "There while Ready is False and will change by itself."),
    STALLED("Stalled", "There while Ready is False until somebody changes something.");

    private final String type;
    private final String meaning;

    Summary(String type, String meaning) {
      this.type = type;
      this.meaning = meaning;
    }

    String type() {
      return type;
    }

    /** One sentence. */
    String meaning() {
      return meaning;
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

  StatusConditions(List<Condition> previous, long generation, Instant now) {
    this.previous = previous;
    this.generation = generation;
    this.now = now;
  }

  void add(ConditionReason reason, String message) {
    add(reason.type(), reason.status(), reason.reason(), message);
  }

  /** The time of the last transition stays, unless the status changes. */
  private void add(String type, String status, String reason, String message) {
    String since =
        previous.stream()
            .filter(each -> each.getType().equals(type) && each.getStatus().equals(status))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> Timestamps.format(now));
    conditions.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(cut(message))
            .withLastTransitionTime(since)
            .withObservedGeneration(generation)
            .build());
  }

  /**
   * What tools read that know nothing of policies: {@code Ready}, and while that is false either
   * {@code Stalled} or {@code Reconciling}, which by convention are left out when they are not
   * true. Reason and message are those of the condition that decided.
   */
  void addReady(Progress progress, Condition decisive) {
    add(
        Summary.READY.type,
        progress == Progress.DONE ? TRUE : "False",
        decisive.getReason(),
        decisive.getMessage());
    switch (progress) {
      case DONE -> {}
      case UNDER_WAY ->
          add(Summary.RECONCILING.type, TRUE, decisive.getReason(), decisive.getMessage());
      case STUCK -> add(Summary.STALLED.type, TRUE, decisive.getReason(), decisive.getMessage());
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
