package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy.CompiledExceptionRule;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledStep;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledWindow;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.policy.Containment;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event against one policy, from its {@code match} to the finding: match, exceptions, window,
 * alert. What fails to evaluate does not hold and is counted; what is thrown beyond that suspends
 * the policy: see {@link Containment}. The other policies never notice.
 */
final class Matcher {
  private final InstantSource clock;
  private final LongSupplier nanoClock;
  private final FindingWriter writer;
  private final Consumer<Finding> findings;
  private final @Nullable Consumer<Match> forwarded;
  private final EventContext context = new EventContext();
  private long events;
  private long newestNanos;
  private long timeNanos;
  private String field = "";
  private boolean timed;
  private long exceptionNanos;

  /**
   * @param nanoClock for evaluations that are timed
   * @param forwarded takes the matches of windows that span nodes; {@code null}: they are counted
   *     here
   */
  Matcher(
      InstantSource clock,
      LongSupplier nanoClock,
      FindingWriter writer,
      Consumer<Finding> findings,
      @Nullable Consumer<Match> forwarded) {
    this.clock = clock;
    this.nanoClock = nanoClock;
    this.writer = writer;
    this.findings = findings;
    this.forwarded = forwarded;
  }

  /** Turns to another event. One without a time counts as happening with the newest so far. */
  void enter(Event event, Attribution where) {
    context.enter(event, where);
    writer.turn();
    events++;
    long time = event.timeNanos();
    newestNanos = Math.max(newestNanos, time);
    timeNanos = time == 0 ? newestNanos : time;
  }

  /** How many events there were. */
  long events() {
    return events;
  }

  /**
   * @param firstHere whether to ask first what it demands of the place alone
   * @return whether that rules it out for all events of the place
   */
  boolean offer(InstalledPolicy installed, boolean firstHere) {
    if (installed.state().isSuspended()) {
      return false;
    }
    @Nullable Runnable outcome;
    try {
      field = "spec.match";
      if (firstHere && installed.compiled().place().rulesOut(context)) {
        return true;
      }
      outcome = evaluate(installed);
    } catch (EvaluationException e) {
      installed.state().failed(field, e);
      return false;
    } catch (RuntimeException | Error e) {
      installed.state().broke(installed.suspension(broken(field, e), clock.instant()));
      return false;
    }
    if (outcome != null) {
      outcome.run(); // beyond the policy: whoever fails there is not it
    }
    return false;
  }

  /**
   * Takes the time too. A suspended policy is not evaluated, and that it costs nothing says nothing
   * of it. What its exceptions take is theirs.
   */
  boolean time(InstalledPolicy installed, boolean firstHere) {
    if (installed.state().isSuspended()) {
      return false;
    }
    exceptionNanos = 0;
    timed = true;
    long begin = nanoClock.getAsLong();
    boolean ruledOut;
    try {
      ruledOut = offer(installed, firstHere);
    } finally {
      timed = false;
    }
    installed.state().took(nanoClock.getAsLong() - begin - exceptionNanos);
    return ruledOut;
  }

  /** The cause; and the event is as it was before, whatever of it was being read. */
  private String broken(String place, Throwable thrown) {
    String cause = place + ": " + Containment.cause(thrown);
    context.event().reread();
    context.enter(context.event(), context.where());
    return cause;
  }

  /** What is to be done with what came of it; {@code null}: nothing. */
  private @Nullable Runnable evaluate(InstalledPolicy installed) throws EvaluationException {
    PolicyState state = installed.state();
    if (!installed.compiled().match().test(context)) {
      return null;
    }
    field = "spec.window";
    CompiledWindow window = installed.compiled().window();
    List<String> values = window == null ? List.of() : values(window, installed);
    if (values == null || isExcluded(installed)) {
      return null;
    }
    state.matched(context.event(), timeNanos);
    if (window != null && forwarded != null && window.locality().spansNodes()) {
      Consumer<Match> counting = forwarded;
      Match match =
          writer.match(
              installed.compiled(),
              window,
              context,
              timeNanos,
              window.groupBy().values(context),
              values);
      return () -> counting.accept(match);
    }
    long count = window == null ? 1 : count(window, values, state);
    if (count == 0) {
      return null;
    }
    field = "spec.alert";
    return report(installed, count);
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
      state.failed("step " + step.step().name(), e);
      return false;
    }
  }

  private boolean isExcluded(InstalledPolicy installed) {
    List<CompiledExceptionRule> all = installed.compiled().exceptions();
    for (int i = 0; i < all.size(); i++) {
      CompiledExceptionRule compiled = all.get(i);
      ExceptionState state = installed.exceptions().get(i);
      if (!state.isSuspended()
          && concernsHere(compiled.exception())
          && (timed
              ? matchesInTime(compiled, state, installed.state())
              : matches(compiled, state, installed.state()))
          && !isOver(compiled.exception())) {
        state.matched();
        return true;
      }
    }
    return false;
  }

  private boolean concernsHere(Policy.ExceptionRule exception) {
    return exception.namespace() == null
        || exception.namespace().equals(context.where().pod().namespace());
  }

  private boolean matchesInTime(
      CompiledExceptionRule compiled, ExceptionState state, PolicyState policy) {
    long begin = nanoClock.getAsLong();
    try {
      return matches(compiled, state, policy);
    } finally {
      long took = nanoClock.getAsLong() - begin;
      exceptionNanos += took;
      state.took(took);
    }
  }

  private boolean matches(
      CompiledExceptionRule compiled, ExceptionState state, PolicyState policy) {
    try {
      return compiled.match().test(context);
    } catch (EvaluationException e) {
      policy.failed(compiled.exception().source(), e);
      state.failed(e, events, clock.instant());
    } catch (RuntimeException | Error e) {
      state.suspend(broken(compiled.exception().source(), e), clock.instant());
    }
    return false;
  }

  /** The clock is read only for an exception that would hold. */
  private boolean isOver(Policy.ExceptionRule exception) {
    return exception.expiresAt() != null && !clock.instant().isBefore(exception.expiresAt());
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

  private @Nullable Runnable report(InstalledPolicy installed, long count)
      throws EvaluationException {
    if (installed.policy().mode() != Policy.Mode.ACTIVE) {
      sample(installed, count);
      installed.state().found();
      return null;
    }
    Finding finding = writer.write(installed.compiled(), context, timeNanos, count);
    installed.state().found();
    return () -> findings.accept(finding);
  }

  private void sample(InstalledPolicy installed, long count) throws EvaluationException {
    ShadowSamples samples = installed.state().samples();
    if (samples.takesNext(timeNanos)) {
      samples.add(ShadowSample.of(writer.write(installed.compiled(), context, timeNanos, count)));
    }
  }
}
