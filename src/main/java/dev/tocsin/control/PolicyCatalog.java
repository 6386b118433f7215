package dev.tocsin.control;

import dev.tocsin.engine.Policy;
import dev.tocsin.engine.PolicyId;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyCompiler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The policies there are now. Compiles what changed, on the caller's thread, and installs the whole
 * set at once. A policy that is not accepted is not in the set, and takes nobody with it.
 *
 * <p>Thread safe; calls about one policy come one after the other.
 */
public final class PolicyCatalog {
  private static final long LOOK_AGAIN_MILLIS = 200;

  private record Entry(Translation source, PolicyState state) {}

  private final Consumer<List<CompiledPolicy>> installation;
  private final PolicyCompiler compiler = new PolicyCompiler();
  private final Map<ObjectKey, Entry> entries = new ConcurrentHashMap<>();

  /** Changes that are not installed yet; whoever makes it more than 0 installs. */
  private final AtomicInteger pending = new AtomicInteger();

  /** Entries that are seen and not pending yet. */
  private final AtomicInteger entering = new AtomicInteger();

  private final AtomicLong installations = new AtomicLong();

  /**
   * @param installation takes the accepted policies that are not disabled; never called by two
   *     threads at a time
   */
  public PolicyCatalog(Consumer<List<CompiledPolicy>> installation) {
    this.installation = installation;
  }

  /** Takes a policy in place of its earlier generation. */
  public PolicyState put(ObjectKey key, PolicyId id, Translation translation) {
    Entry current = entries.get(key);
    if (current != null
        && current.source().equals(translation)
        && current.state().id().equals(id)) {
      return current.state();
    }
    PolicyState state = compile(id, translation);
    entering.incrementAndGet();
    try {
      entries.put(key, new Entry(translation, state));
      install();
    } finally {
      entering.decrementAndGet();
    }
    synchronized (entries) {
      entries.notifyAll();
    }
    return state;
  }

  public void remove(ObjectKey key) {
    if (entries.remove(key) != null) {
      install();
    }
  }

  public Optional<PolicyState> state(ObjectKey key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::state);
  }

  public Collection<PolicyState> states() {
    return entries.values().stream().map(Entry::state).toList();
  }

  /** How many times the set was installed. */
  long installations() {
    return installations.get();
  }

  /**
   * Returns when every policy that is there according to {@code known} has a state, and what is to
   * be installed is; or when nobody waits any more.
   */
  void awaitStates(Supplier<Set<ObjectKey>> known, BooleanSupplier wanted)
      throws InterruptedException {
    synchronized (entries) {
      while (wanted.getAsBoolean()
          && (!entries.keySet().containsAll(known.get())
              || entering.get() > 0 // in this order: from the one to the other
              || pending.get() > 0)) {
        entries.wait(LOOK_AGAIN_MILLIS); // a policy may also go
      }
    }
  }

  private PolicyState compile(PolicyId id, Translation translation) {
    if (translation.policy().isEmpty()) {
      return new PolicyState.Rejected(id, translation.problems());
    }
    PolicyCompiler.Compilation compilation = compiler.compile(translation.policy().get());
    List<Problem> found = compilation.diagnostics().stream().map(Problem::of).toList();
    if (compilation.compiled().isEmpty()) {
      return new PolicyState.Rejected(id, found);
    }
    List<Problem> warnings = new ArrayList<>(translation.warnings());
    warnings.addAll(found);
    return new PolicyState.Accepted(compilation.compiled().get(), List.copyOf(warnings));
  }

  /** Makes all changes that are made meanwhile one installation, or none if there are none. */
  void together(Runnable changes) {
    boolean installs = pending.getAndIncrement() == 0;
    try {
      changes.run();
    } finally {
      if (installs && !pending.compareAndSet(1, 0)) {
        installPending();
      }
    }
  }

  /** Many changes at the same time, as at start, make few installations. */
  private void install() {
    if (pending.getAndIncrement() == 0) {
      installPending();
    }
  }

  private void installPending() {
    try {
      int seen;
      do {
        seen = pending.get();
        installation.accept(installable());
        installations.incrementAndGet();
      } while (pending.addAndGet(-seen) != 0);
    } catch (RuntimeException e) {
      pending.set(0); // or nothing would ever be installed again
      throw e;
    }
  }

  private List<CompiledPolicy> installable() {
    List<CompiledPolicy> policies = new ArrayList<>();
    for (Entry entry : entries.values()) {
      switch (entry.state()) {
        case PolicyState.Accepted accepted -> {
          if (accepted.compiled().policy().mode() != Policy.Mode.DISABLED) {
            policies.add(accepted.compiled());
          }
        }
        case PolicyState.Rejected rejected -> {}
      }
    }
    policies.sort(Comparator.comparing((CompiledPolicy each) -> each.policy().id().key()));
    return policies;
  }
}
