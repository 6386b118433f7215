package dev.tocsin.engine.compile;

import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.PlaceCondition;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.TextExpression;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy whose expressions are ready to run. Immutable, thread safe.
 *
 * <p>The expressions are behind {@link Predicate} and {@link TextExpression}: whether they are
 * interpreted or compiled is nobody else's business.
 */
public final class CompiledPolicy {
  private final Policy policy;
  private final Map<EventKind, IndexCondition> conditions;
  private final PlaceCondition place;
  private final Predicate match;
  private final List<CompiledExceptionRule> exceptions;
  private final @Nullable CompiledWindow window;
  private final Grouping alertGroup;
  private final MessageTemplate message;

  CompiledPolicy(
      Policy policy,
      Map<EventKind, IndexCondition> conditions,
      PlaceCondition place,
      Predicate match,
      List<CompiledExceptionRule> exceptions,
      @Nullable CompiledWindow window,
      Grouping alertGroup,
      MessageTemplate message) {
    this.policy = policy;
    this.conditions = Map.copyOf(conditions);
    this.place = place;
    this.match = match;
    this.exceptions = List.copyOf(exceptions);
    this.window = window;
    this.alertGroup = alertGroup;
    this.message = message;
  }

  public Policy policy() {
    return policy;
  }

  /** The kinds it wants to see: its own, or those of its steps. */
  public Set<EventKind> kinds() {
    if (window == null || window.steps().isEmpty()) {
      return policy.events();
    }
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    window.steps().forEach(step -> kinds.addAll(kindsOf(step)));
    return kinds;
  }

  public Set<EventKind> kindsOf(CompiledStep step) {
    Set<EventKind> own = step.step().events();
    return own.isEmpty() ? policy.events() : own;
  }

  /**
   * What an event must have for the policy to come into question, by wire kind: for any other event
   * {@link #match}, or every step, is false.
   */
  public Map<EventKind, IndexCondition> conditions() {
    return conditions;
  }

  /** What {@link #match} asks of the place of an event alone. */
  public PlaceCondition place() {
    return place;
  }

  /** Whether there is an event that can match it, with its lists as they are. */
  public boolean canMatch() {
    return !conditions.values().stream().allMatch(IndexCondition.NEVER::equals);
  }

  /** Holds for every event of a temporal window that states no {@code match} of its own. */
  public Predicate match() {
    return match;
  }

  public List<CompiledExceptionRule> exceptions() {
    return exceptions;
  }

  /** Absent: every match is a finding. */
  public @Nullable CompiledWindow window() {
    return window;
  }

  public Grouping alertGroup() {
    return alertGroup;
  }

  public MessageTemplate message() {
    return message;
  }

  /** What must not fire, ready to run. */
  public record CompiledExceptionRule(Policy.ExceptionRule exception, Predicate match) {}

  /**
   * @param field what {@code VALUE_COUNT} counts, or {@code SUM} adds up: text of a whole number
   *     then; absent for the other types
   * @param steps of the temporal types; empty for the others
   */
  public record CompiledWindow(
      Policy.Window window,
      @Nullable TextExpression field,
      Grouping groupBy,
      Locality locality,
      List<CompiledStep> steps) {}

  /** A stage of a temporal window, ready to run. */
  public record CompiledStep(Policy.Window.Step step, Predicate match) {}
}
