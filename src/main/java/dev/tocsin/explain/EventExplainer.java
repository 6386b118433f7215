package dev.tocsin.explain;

import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledStep;
import dev.tocsin.engine.compile.PolicyTexts;
import dev.tocsin.engine.index.Admission;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.ScopeFilter;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.explain.EventExplanation.Step;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the steps that the engine goes through with one event, in its order. */
final class EventExplainer {
  private final CompiledPolicy compiled;
  private final PolicyTexts texts;
  private final Redaction redaction;
  private final ScopeFilter scope;
  private final EventContext context = new EventContext();

  EventExplainer(CompiledPolicy compiled, PolicyTexts texts, Redaction redaction) {
    this.compiled = compiled;
    this.texts = texts;
    this.redaction = redaction;
    this.scope = new ScopeFilter(compiled.policy().scope());
  }

  /**
   * Where the steps lead.
   *
   * @param verdict {@link EventOutcome#FIRES} stands for all that satisfies the policy: what the
   *     window makes of it is not shown here
   */
  record EventSteps(EventOutcome verdict, String because, List<Step> steps) {}

  /** What is known without a look into the event; null when the policy's expressions are asked. */
  @Nullable EventOutcome beforeExpressions(Event event, Attribution where) {
    if (!isWatched(event)) {
      return EventOutcome.OTHER_KIND;
    }
    if (Engine.isInventory(event)) {
      return EventOutcome.INVENTORY;
    }
    if (compiled.policy().mode() == Policy.Mode.DISABLED) {
      return EventOutcome.DISABLED;
    }
    if (scope.refusal(where) == null) {
      return null;
    }
    context.enter(event, where);
    return wouldMatch(event) ? EventOutcome.MATCHES_OUT_OF_SCOPE : EventOutcome.OUT_OF_SCOPE;
  }

  /** Of an event in the context, exceptions aside; one that cannot be evaluated does not match. */
  private boolean wouldMatch(Event event) {
    try {
      CompiledPolicy.CompiledWindow window = compiled.window();
      return compiled.match().test(context)
          && (window == null
              || window.steps().isEmpty()
              || isStep(event, window.steps(), new ArrayList<>()));
    } catch (EvaluationException e) {
      return false;
    }
  }

  private boolean isWatched(Event event) {
    if (event.kind() == EventKind.UNKNOWN) {
      return false;
    }
    return Admission.of(event.kind(), compiled.kinds()) instanceof Admission admission
        && admission.takes(event);
  }

  /**
   * @param now decides which exceptions have expired
   */
  EventSteps explain(Event event, Attribution where, Instant now) {
    List<Step> steps = new ArrayList<>();
    if (!isWatched(event)) {
      String because = "the policy does not watch " + event.kind().apiName();
      steps.add(new Step("kind", because, null));
      return new EventSteps(EventOutcome.OTHER_KIND, because, steps);
    }
    steps.add(new Step("kind", kinds(event) + " is watched", null));
    if (Engine.isInventory(event)) {
      String because = "the agent announces a process that has been running: it did not start now";
      steps.add(new Step("kind", because, null));
      return new EventSteps(EventOutcome.INVENTORY, because, steps);
    }
    if (compiled.policy().mode() == Policy.Mode.DISABLED) {
      return new EventSteps(EventOutcome.DISABLED, "the policy is disabled", steps);
    }
    ScopeFilter.Refusal refusal = scope.refusal(where);
    if (refusal != null) {
      String because = Words.refusal(refusal, compiled.policy().scope(), where);
      steps.add(new Step("scope", because, null));
      context.enter(event, where);
      if (!wouldMatch(event)) {
        return new EventSteps(EventOutcome.OUT_OF_SCOPE, because, steps);
      }
      texts
          .trace("spec.match", context, this::redacted)
          .ifPresent(match -> steps.add(step("match", match)));
      return new EventSteps(
          EventOutcome.MATCHES_OUT_OF_SCOPE, "it matches, but out of scope: " + because, steps);
    }
    steps.add(new Step("scope", "in scope", null));
    steps.add(new Step("index", offer(event), null));
    context.enter(event, where);
    return explainExpressions(event, where, now, steps);
  }

  /** The expressions are explained all the same: they say why it is not offered. */
  private String offer(Event event) {
    IndexCondition condition =
        compiled.conditions().getOrDefault(event.kind(), IndexCondition.ALWAYS);
    if (condition.always()) {
      return "offered, as every event of its kind";
    }
    if (condition.isMetBy(event)) {
      return "offered: "
          + (condition.isTooLong(event)
              ? "its arguments are too long to be looked through"
              : Words.condition(condition));
    }
    return condition.never()
        ? "not offered: the match is false for every event of this kind"
        : "not offered, and so not evaluated: it is not so that "
            + Words.clauses(condition.unmetBy(event), ", nor that ");
  }

  private EventSteps explainExpressions(
      Event event, Attribution where, Instant now, List<Step> steps) {
    Term match = texts.trace("spec.match", context, this::redacted).orElse(null);
    if (match != null) {
      steps.add(step("match", match));
      if (!match.outcome().isTrue()) {
        return stopped(match, "match", steps);
      }
    }
    CompiledPolicy.CompiledWindow window = compiled.window();
    if (window != null && !window.steps().isEmpty() && !isStep(event, window.steps(), steps)) {
      return new EventSteps(EventOutcome.NO_MATCH, "it is no step of the window", steps);
    }
    if (window != null && window.field() != null) {
      Term field = texts.trace("spec.window.field", context, this::redacted).orElse(null);
      if (field != null) {
        steps.add(step("window.field", field));
      }
    }
    String source = exception(where, now, steps);
    return source == null
        ? new EventSteps(EventOutcome.FIRES, "it matches", steps)
        : new EventSteps(EventOutcome.EXCEPTED, source + " holds", steps);
  }

  private String redacted(String text) {
    return redaction.apply(text, Redaction.programs(context.event()));
  }

  private static EventSteps stopped(Term term, String name, List<Step> steps) {
    return term.outcome() instanceof Term.Outcome.Failed(String message)
        ? new EventSteps(EventOutcome.FAILED, name + " has no value: " + message, steps)
        : new EventSteps(EventOutcome.NO_MATCH, name + " is false", steps);
  }

  private boolean isStep(Event event, List<CompiledStep> all, List<Step> steps) {
    boolean any = false;
    for (int i = 0; i < all.size(); i++) {
      CompiledStep step = all.get(i);
      String name = "step " + step.step().name();
      if (compiled.kindsOf(step).stream().noneMatch(event::is)) {
        steps.add(new Step(name, event.kind().apiName() + " is not watched", null));
        continue;
      }
      Term term =
          texts
              .trace("spec.window.steps[" + i + "].match", context, this::redacted)
              .orElseThrow(() -> new IllegalStateException("a step without a match"));
      steps.add(step(name, term));
      any |= term.outcome().isTrue();
    }
    return any;
  }

  /** The exception that holds, as the engine looks for it: the first. */
  private @Nullable String exception(Attribution where, Instant now, List<Step> steps) {
    for (CompiledPolicy.CompiledExceptionRule each : compiled.exceptions()) {
      Policy.ExceptionRule exception = each.exception();
      String name = "exception " + exception.source();
      if (exception.namespace() != null && !exception.namespace().equals(where.pod().namespace())) {
        steps.add(new Step(name, "is for namespace " + exception.namespace() + " only", null));
        continue;
      }
      Term term =
          texts
              .trace(exception.source() + ".match", context, this::redacted)
              .orElseThrow(() -> new IllegalStateException("an exception without a match"));
      boolean isOver = exception.expiresAt() != null && !now.isBefore(exception.expiresAt());
      Part part = Part.of(term);
      steps.add(
          new Step(name, isOver ? "has expired at " + exception.expiresAt() : part.result(), part));
      if (term.outcome().isTrue() && !isOver) {
        return exception.source();
      }
    }
    return null;
  }

  private static Step step(String name, Term term) {
    Part part = Part.of(term);
    return new Step(name, part.result(), part);
  }

  private String kinds(Event event) {
    List<String> names = new ArrayList<>();
    for (EventKind kind : compiled.kinds()) {
      if (event.is(kind)) {
        names.add(kind.apiName());
      }
    }
    return String.join(" and ", names);
  }
}
