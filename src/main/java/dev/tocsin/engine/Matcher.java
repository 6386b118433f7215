package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy.CompiledExclusion;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledStep;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledWindow;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event against one policy, from its {@code match} to the finding: match, exclusions, window,
 * alert. What fails to evaluate does not hold and is counted; the other policies never notice.
 */
final class Matcher {
  private final InstantSource clock;
  private final FindingWriter writer;
  private final Consumer<Finding> findings;
  private final @Nullable Consumer<Match> forwarded;
  private final EventContext context = new EventContext();
  private long events;
  private long newestNanos;
  private long timeNanos;

  /**
   * @param forwarded takes the matches of windows that span nodes; {@code null}: they are counted
   *     here
   */
  Matcher(
      InstantSource clock,
      FindingWriter writer,
      Consumer<Finding> findings,
      @Nullable Consumer<Match> forwarded) {
    this.clock = clock;
    this.writer = writer;
    this.findings = findings;
    this.forwarded = forwarded;
  }

  /** Turns to another event. One without a time counts as happening with the newest so far. */
  void enter(Event event, Attribution where) {
    context.enter(event, where);
    events++;
    long time = event.timeNanos();
    newestNanos = Math.max(newestNanos, time);
    timeNanos = time == 0 ? newestNanos : time;
  }

  void offer(InstalledPolicy installed) {
    PolicyState state = installed.state();
    if (state.isSuspended()) {
      return;
    }
    String field = "spec.match";
    try {
      if (!installed.compiled().match().test(context)) {
        return;
      }
      field = "spec.window";
      CompiledWindow window = installed.compiled().window();
      List<String> values = window == null ? List.of() : values(window, installed);
      if (values == null || isExcluded(installed)) {
        return;
      }
      state.matched(timeNanos);
      if (window != null && forwarded != null && window.locality().spansNodes()) {
        forwarded.accept(
            writer.match(
                installed.compiled(),
                window,
                context,
                timeNanos,
                window.groupBy().values(context),
                values));
        return;
      }
      long count = window == null ? 1 : count(window, values, state);
      if (count > 0) {
        field = "spec.alert";
        report(installed, count);
      }
    } catch (EvaluationException e) {
      state.failed(field, e, events);
    }
  }

  /** What the event counts as; {@code null} when it is no step of a temporal window. */
  private @Nullable List<String> values(CompiledWindow window, InstalledPolicy installed)
      throws EvaluationException {
    return switch (window.window().type()) {
      case EVENT_COUNT -> List.of();
      case VALUE_COUNT -> List.of(value(window, ""));
      case SUM -> List.of(value(window, "0"));
      case TEMPORAL, TEMPORAL_ORDERED -> {
        List<String> steps = steps(window, installed);
        yield steps.isEmpty() ? null : steps;
      }
    };
  }

  /** As with groups, absent is a value. */
  private String value(CompiledWindow window, String absent) throws EvaluationException {
    if (window.field() == null) {
      throw new IllegalStateException("a window that counts a field it does not have");
    }
    try {
      return window.field().text(context);
    } catch (EvaluationException e) {
      if (e.reason() == EvaluationException.Cause.ABSENT) {
        return absent;
      }
      throw e;
    }
  }

  private List<String> steps(CompiledWindow window, InstalledPolicy installed) {
    List<String> matched = new ArrayList<>(1);
    for (CompiledStep step : window.steps()) {
      if (isOfAny(installed.compiled().kindsOf(step)) && matches(step, installed.state())) {
        matched.add(step.step().name());
      }
    }
    return matched;
  }

  private boolean isOfAny(Iterable<EventKind> kinds) {
    for (EventKind kind : kinds) {
      if (context.event().is(kind)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(CompiledStep step, PolicyState state) {
    try {
      return step.match().test(context);
    } catch (EvaluationException e) {
      state.failed("step " + step.step().name(), e, events);
      return false;
    }
  }

  private boolean isExcluded(InstalledPolicy installed) {
    for (CompiledExclusion compiled : installed.compiled().exclusions()) {
      Policy.Exclusion exclusion = compiled.exclusion();
      if (concernsHere(exclusion) && matches(compiled, installed.state()) && !isOver(exclusion)) {
        installed.state().excluded(exclusion.source());
        return true;
      }
    }
    return false;
  }

  private boolean concernsHere(Policy.Exclusion exclusion) {
    return exclusion.namespace() == null
        || exclusion.namespace().equals(context.where().pod().namespace());
  }

  private boolean matches(CompiledExclusion compiled, PolicyState state) {
    try {
      return compiled.match().test(context);
    } catch (EvaluationException e) {
      state.failed(compiled.exclusion().source(), e, events);
      return false;
    }
  }

  /** The clock is read only for an exclusion that would hold. */
  private boolean isOver(Policy.Exclusion exclusion) {
    return exclusion.expiresAt() != null && !clock.instant().isBefore(exclusion.expiresAt());
  }

  /**
   * A window that belongs to a node is the node's own, also where several nodes are evaluated: what
   * is absent (the uid of the pod of a host process) is absent on all of them.
   */
  private long count(CompiledWindow window, List<String> values, PolicyState state)
      throws EvaluationException {
    List<String> group = window.groupBy().values(context);
    if (!window.locality().spansNodes()) {
      group.add(context.event().node());
    }
    return state.window(Contributor.of(context.where()), group, timeNanos, values, clock.millis());
  }

  private void report(InstalledPolicy installed, long count) throws EvaluationException {
    if (installed.policy().mode() == Policy.Mode.ACTIVE) {
      findings.accept(writer.write(installed.compiled(), context, timeNanos, count));
    }
    installed.state().found();
  }
}
