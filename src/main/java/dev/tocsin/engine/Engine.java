package dev.tocsin.engine;

import static java.util.stream.Collectors.toSet;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.index.PolicyIndex;
import dev.tocsin.engine.policy.Containment;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.RepeatedWrites;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates events against the installed policies and hands findings on.
 *
 * <p>{@link #evaluate} belongs to one thread; {@link #install} and the readers may be called from
 * any other.
 *
 * <p>The index decides which policies an event is offered to, by kind, scope and what their
 * expressions ask for; {@link Matcher} does the rest.
 */
public final class Engine {
  private static final Duration TASK_INTERVAL = Duration.ofMillis(100);

  private final Matcher matcher;
  private final InstantSource clock;
  private final PolicyIndex.Visitor<InstalledPolicy> plain;
  private final PolicyIndex.Visitor<InstalledPolicy> timed;
  private final CostSampling sampling = new CostSampling();
  private final ThreadShare shares = new ThreadShare();
  private final RepeatedWrites writes = new RepeatedWrites();
  private boolean hasRunTasks;
  private long tasksRunNanos;
  private volatile Installed installed = Installed.nothing();

  /** One immutable set of policies, by identity, and the index of those that it can take. */
  private record Installed(
      Map<PolicyId, InstalledPolicy> policies, PolicyIndex<InstalledPolicy> index) {
    /** For one engine: indexes that follow from it share what is known of places. */
    static Installed nothing() {
      return new Installed(Map.of(), new PolicyIndex<>(List.of()));
    }

    /** In an index that shares with this one what does not change. */
    Installed with(Map<PolicyId, InstalledPolicy> after) {
      List<PolicyIndex.Entry<InstalledPolicy>> come = new ArrayList<>();
      after.forEach(
          (id, policy) -> {
            if (isNew(policies, id, policy)) {
              come.add(entry(policy));
            }
          });
      return new Installed(
          after, index.with(policy -> isNew(after, policy.policy().id(), policy), come));
    }

    @SuppressWarnings("ReferenceEquality") // one that stays is the same object
    private static boolean isNew(
        Map<PolicyId, InstalledPolicy> known, PolicyId id, InstalledPolicy policy) {
      return known.get(id) != policy;
    }

    static PolicyIndex<InstalledPolicy> index(List<InstalledPolicy> policies) {
      return new PolicyIndex<>(policies.stream().map(Installed::entry).toList());
    }

    private static PolicyIndex.Entry<InstalledPolicy> entry(InstalledPolicy policy) {
      return new PolicyIndex.Entry<>(
          policy,
          policy.policy().scope(),
          policy.compiled().kinds(),
          policy.compiled().conditions());
    }
  }

  /**
   * @param clock for the expiry of exceptions and of suspensions, and for dropping window state
   *     that has gone quiet; windows themselves run on event time
   * @param findings called on the evaluating thread, before {@link #evaluate} returns
   */
  public Engine(InstantSource clock, Redaction redaction, Consumer<Finding> findings) {
    this(clock, System::nanoTime, redaction, findings, null);
  }

  private Engine(
      InstantSource clock,
      LongSupplier nanoClock,
      Redaction redaction,
      Consumer<Finding> findings,
      @Nullable Consumer<Match> matches) {
    this.clock = clock;
    this.matcher = new Matcher(clock, nanoClock, new FindingWriter(redaction), findings, matches);
    this.plain = matcher::offer;
    this.timed = matcher::time;
  }

  /** An engine that times evaluations on the given clock. */
  static Engine timedBy(LongSupplier nanoClock, InstantSource clock, Consumer<Finding> findings) {
    return new Engine(clock, nanoClock, Redaction.defaults(), findings, null);
  }

  /**
   * An engine of one node: windows that span nodes are not counted here. Their matches are handed
   * on, to be counted where those of all nodes come together; they are matches in {@link
   * PolicyStats} here, and make no finding here.
   *
   * @param matches called like {@code findings}; see {@link CrossNodeWindows}
   */
  public static Engine forwarding(
      InstantSource clock,
      Redaction redaction,
      Consumer<Finding> findings,
      Consumer<Match> matches) {
    return new Engine(clock, System::nanoTime, redaction, findings, matches);
  }

  /**
   * Replaces the policies atomically, without a gap. Counters and window state of a policy whose
   * generation did not change survive, also when its lists or exceptions changed. Policies that are
   * {@link Policy.Mode#DISABLED} are left out.
   */
  public synchronized void install(List<CompiledPolicy> policies) {
    Map<PolicyId, InstalledPolicy> before = installed.policies();
    Map<PolicyId, InstalledPolicy> after = LinkedHashMap.newLinkedHashMap(policies.size());
    for (CompiledPolicy compiled : policies) {
      Policy policy = compiled.policy();
      if (policy.mode() != Policy.Mode.DISABLED) {
        after.put(policy.id(), installed(compiled, before.get(policy.id())));
      }
    }
    installed = indexed(after);
  }

  /** The same one when nothing of it has changed. */
  private static InstalledPolicy installed(
      CompiledPolicy compiled, @Nullable InstalledPolicy before) {
    if (before != null && before.compiled() == compiled) {
      return before;
    }
    Policy policy = compiled.policy();
    PolicyState state =
        before != null && before.state().isFor(policy.window())
            ? before.state()
            : new PolicyState(policy.id(), policy.window());
    state.retainExceptions(
        policy.exceptions().stream().map(Policy.ExceptionRule::source).collect(toSet()));
    return new InstalledPolicy(compiled, state);
  }

  /** A policy that no index can be made of is suspended, and the index is of the others. */
  private Installed indexed(Map<PolicyId, InstalledPolicy> policies) {
    try {
      return installed.with(policies);
    } catch (RuntimeException | Error e) {
      String unexplained = Containment.cause(e);
      List<InstalledPolicy> sound = new ArrayList<>();
      for (InstalledPolicy policy : policies.values()) {
        try {
          Installed.index(List.of(policy));
          sound.add(policy);
        } catch (RuntimeException | Error own) {
          policy.state().broke(Suspension.untilChanged("index: " + Containment.cause(own)));
        }
      }
      if (sound.size() == policies.size()) {
        throw new IllegalStateException("no policy alone breaks the index: " + unexplained, e);
      }
      return new Installed(policies, Installed.index(sound));
    }
  }

  /** Suspends a policy that has failed elsewhere. */
  void suspend(PolicyId id, Suspension because) {
    InstalledPolicy policy = installed.policies().get(id);
    if (policy != null) {
      policy.state().broke(because);
    }
  }

  /** The suspensions there are. */
  Map<PolicyId, Suspension> suspensions() {
    Map<PolicyId, Suspension> all = new HashMap<>();
    installed
        .policies()
        .forEach(
            (id, policy) -> {
              Suspension suspension = policy.state().suspension();
              if (suspension != null) {
                all.put(id, suspension);
              }
            });
    return all;
  }

  /** Lets run again what has been suspended for long enough. */
  void resume() {
    Instant now = clock.instant();
    for (InstalledPolicy policy : installed.policies().values()) {
      if (policy.isPartlySuspended()) {
        policy.state().resume(now);
      }
    }
  }

  /**
   * Looks after those that are suspended, or should be; to be called by the evaluating thread after
   * each event, or a few hundred of them, and when there are none.
   *
   * @param nowNanos from a clock that does not go back
   * @param eventsWait whether there are some behind the last one
   */
  public void runPeriodicTasks(long nowNanos, boolean eventsWait) {
    sampling.busy(eventsWait);
    if (!eventsWait) {
      shares.idle();
    }
    if (hasRunTasks && nowNanos - tasksRunNanos < TASK_INTERVAL.toNanos()) {
      return;
    }
    hasRunTasks = true;
    tasksRunNanos = nowNanos;
    resume();
    if (eventsWait) {
      shares.check(
          nowNanos,
          matcher.events(),
          sampling.sampled(),
          installed.policies().values(),
          clock.instant());
    }
  }

  /**
   * Offers one event; one write that is reported twice counts once. Never throws for a bad policy,
   * whatever it does: see {@link Containment}.
   *
   * @throws dev.tocsin.event.MalformedEventException for a bad event
   */
  public void evaluate(Event event, Attribution where) {
    if (event.kind() == EventKind.UNKNOWN || isInventory(event) || writes.repeats(event)) {
      return;
    }
    matcher.enter(event, where);
    installed.index().offer(event, where, sampling.takesNext() ? timed : plain);
  }

  /**
   * Whether it is a process that the agent re-announces at its own start: not an execution, and
   * never matched as one.
   */
  public static boolean isInventory(Event event) {
    return event.kind() == EventKind.PROCESS_EXEC && event.process().fromProcFs();
  }

  /** The kinds that the installed policies ask for: what the event source should subscribe to. */
  public Set<EventKind> eventKinds() {
    return installed.index().kinds();
  }

  /** One entry per installed policy. */
  public List<PolicyStats> stats() {
    List<PolicyStats> stats = new ArrayList<>();
    installed.policies().values().forEach(policy -> stats.add(policy.state().stats()));
    return List.copyOf(stats);
  }
}
