package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.index.PolicyIndex;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

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
  private final Matcher matcher;
  private final CostSampling sampling;
  private volatile Installed installed = new Installed(Map.of());

  /** One immutable set of policies, by identity, and its index. */
  private record Installed(
      Map<PolicyId, InstalledPolicy> policies, PolicyIndex<InstalledPolicy> index) {
    Installed(Map<PolicyId, InstalledPolicy> policies) {
      this(policies, new PolicyIndex<>(policies.values().stream().map(Installed::entry).toList()));
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
   * @param clock for the expiry of exclusions and for dropping window state that has gone quiet;
   *     windows themselves run on event time
   * @param findings called on the evaluating thread, before {@link #evaluate} returns
   */
  public Engine(InstantSource clock, Redaction redaction, Consumer<Finding> findings) {
    this(new Matcher(clock, new FindingWriter(redaction), findings, null), System::nanoTime);
  }

  private Engine(Matcher matcher, LongSupplier nanoClock) {
    this.matcher = matcher;
    this.sampling = new CostSampling(matcher::offer, nanoClock);
  }

  /** An engine that times evaluations on the given clock. */
  static Engine timedBy(LongSupplier nanoClock, InstantSource clock, Consumer<Finding> findings) {
    return new Engine(
        new Matcher(clock, new FindingWriter(Redaction.defaults()), findings, null), nanoClock);
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
    return new Engine(
        new Matcher(clock, new FindingWriter(redaction), findings, matches), System::nanoTime);
  }

  /**
   * Replaces the policies atomically, without a gap. Counters and window state of a policy whose
   * generation did not change survive, also when its lists or exclusions changed. Policies that are
   * {@link Policy.Mode#DISABLED} are left out.
   */
  public synchronized void install(List<CompiledPolicy> policies) {
    Map<PolicyId, InstalledPolicy> before = installed.policies();
    Map<PolicyId, InstalledPolicy> after = new LinkedHashMap<>();
    for (CompiledPolicy compiled : policies) {
      Policy policy = compiled.policy();
      if (policy.mode() == Policy.Mode.DISABLED) {
        continue;
      }
      InstalledPolicy same = before.get(policy.id());
      PolicyState state =
          same != null && same.state().isFor(policy.window())
              ? same.state()
              : new PolicyState(policy.id(), policy.window());
      after.put(policy.id(), new InstalledPolicy(compiled, state));
    }
    installed = new Installed(after);
  }

  /**
   * Offers one event. Never throws for a bad policy.
   *
   * @throws dev.tocsin.event.MalformedEventException for a bad event
   */
  public void evaluate(Event event, Attribution where) {
    if (event.kind() == EventKind.UNKNOWN || isInventory(event)) {
      return;
    }
    matcher.enter(event, where);
    installed.index().offer(event, where, sampling.forNextEvent());
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
