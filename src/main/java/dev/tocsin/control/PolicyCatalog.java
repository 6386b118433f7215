package dev.tocsin.control;

import dev.tocsin.control.PolicyOutcome.Reason;
import dev.tocsin.control.PolicyQuota.Claim;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The policies there are now. Compiles what changed, on the caller's thread, and installs the whole
 * set at once. A policy that is not accepted is not in the set, and takes nobody with it; nor is
 * one for which there is no room: see {@link PolicyQuota}.
 *
 * <p>Thread safe; calls about one policy come one after the other.
 */
public final class PolicyCatalog {
  /**
   * @param bytes what the policy takes compiled, 0 while it was not
   */
  private record Entry(PolicyTranslation source, PolicyOutcome state, long bytes) {
    static Entry waiting(PolicyId id, PolicyTranslation source) {
      return new Entry(source, new PolicyOutcome.Rejected(id, Reason.TOO_MANY, List.of()), 0);
    }

    Entry refused(String why) {
      return new Entry(
          source,
          new PolicyOutcome.Rejected(
              state.id(), Reason.TOO_MANY, List.of(new Problem("metadata", why))),
          bytes);
    }

    /** Whether it runs, or would if there were room. */
    boolean isClaim() {
      return switch (state) {
        case PolicyOutcome.Accepted accepted -> true;
        case PolicyOutcome.Rejected rejected -> rejected.reason() == Reason.TOO_MANY;
      };
    }
  }

  private final Consumer<List<CompiledPolicy>> installation;
  private final PolicyQuota quota;
  private final Seniority seniority;
  private final PolicyCompiler compiler = new PolicyCompiler();

  /** In the order in which they are installed. */
  private final Map<ObjectKey, Entry> entries =
      new ConcurrentSkipListMap<>(
          Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name));

  /** Changes that are not installed yet; whoever makes it more than 0 installs. */
  private final AtomicInteger pending = new AtomicInteger();

  /** The last installation failed: the set is not what is installed. */
  private volatile boolean outdated;

  private final AtomicLong installations = new AtomicLong();

  /**
   * @param installation takes the accepted policies that are not disabled; never called by two
   *     threads at a time
   */
  public PolicyCatalog(Consumer<List<CompiledPolicy>> installation) {
    this(installation, PolicyQuota.DEFAULT);
  }

  PolicyCatalog(Consumer<List<CompiledPolicy>> installation, PolicyQuota quota) {
    this.installation = installation;
    this.quota = quota;
    this.seniority = new Seniority(quota.inNamespace());
  }

  /** Takes a policy in place of its earlier generation. */
  public PolicyOutcome put(ObjectKey key, PolicyId id, PolicyTranslation translation) {
    Entry current = entries.get(key);
    if (current != null
        && current.source().equals(translation)
        && current.state().id().equals(id)) {
      if (outdated) {
        install();
      }
      return current.state();
    }
    Entry entry = entry(key, id, translation);
    entries.put(key, entry);
    seniority.put(claim(key, translation, 0));
    install();
    return state(key).orElse(entry.state());
  }

  /** Not compiled when there is no room for it in any case: that would cost time for nothing. */
  private Entry entry(ObjectKey key, PolicyId id, PolicyTranslation translation) {
    if (translation.policy().isPresent() && seniority.isBehind(claim(key, translation, 0))) {
      return Entry.waiting(id, translation);
    }
    return compile(id, translation);
  }

  private static Claim claim(ObjectKey key, PolicyTranslation source, long bytes) {
    boolean isOfCluster = source.policy().map(each -> each.scope().isCluster()).orElse(false);
    return new Claim(key, isOfCluster, source.created(), bytes);
  }

  public void remove(ObjectKey key) {
    if (entries.remove(key) != null) {
      seniority.remove(key);
      install();
    }
  }

  public Optional<PolicyOutcome> state(ObjectKey key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::state);
  }

  /** When the policy is to be derived again although nobody has changed anything. */
  Optional<Instant> nextExpiry(ObjectKey key) {
    return Optional.ofNullable(entries.get(key)).flatMap(each -> each.source().nextExpiry());
  }

  public Collection<PolicyOutcome> states() {
    return entries.values().stream().map(Entry::state).toList();
  }

  /** How many times the set was installed. */
  long installations() {
    return installations.get();
  }

  private Entry compile(PolicyId id, PolicyTranslation translation) {
    if (translation.policy().isEmpty()) {
      return rejected(id, translation, translation.problems());
    }
    PolicyCompiler.Compilation compilation = compiler.compile(translation.policy().get());
    List<Problem> found = compilation.diagnostics().stream().map(Problem::of).toList();
    if (compilation.compiled().isEmpty()) {
      return rejected(id, translation, found);
    }
    List<Problem> warnings = new ArrayList<>(translation.warnings());
    warnings.addAll(found);
    return new Entry(
        translation,
        new PolicyOutcome.Accepted(compilation.compiled().get(), List.copyOf(warnings)),
        compilation.bytes());
  }

  private static Entry rejected(PolicyId id, PolicyTranslation source, List<Problem> problems) {
    return new Entry(source, new PolicyOutcome.Rejected(id, Reason.INVALID, problems), 0);
  }

  /**
   * Gives the room there is to those that come first: the others are not kept compiled, and are
   * compiled again when there is room for them.
   */
  private void settle() {
    boolean compiled;
    do {
      compiled = false;
      List<Map.Entry<ObjectKey, Entry>> claiming = new ArrayList<>();
      List<Claim> claims = new ArrayList<>();
      for (Map.Entry<ObjectKey, Entry> each : entries.entrySet()) {
        if (each.getValue().isClaim()) {
          claiming.add(each);
          claims.add(claim(each.getKey(), each.getValue().source(), each.getValue().bytes()));
        }
      }
      Map<ObjectKey, String> refused = quota.refused(claims);
      for (Map.Entry<ObjectKey, Entry> each : claiming) {
        Entry entry = each.getValue();
        String why = refused.get(each.getKey());
        if (why != null) {
          entries.replace(each.getKey(), entry, entry.refused(why));
        } else if (entry.state() instanceof PolicyOutcome.Rejected) {
          entries.replace(each.getKey(), entry, compile(entry.state().id(), entry.source()));
          compiled = true; // only now it is known how large it is
        }
      }
    } while (compiled);
  }

  /** Makes all changes that are made meanwhile one installation, or none if there are none. */
  public void together(Runnable changes) {
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
        settle();
        installation.accept(installable());
        outdated = false;
        installations.incrementAndGet();
      } while (pending.addAndGet(-seen) != 0);
    } catch (RuntimeException | Error e) {
      pending.set(0); // or nothing would ever be installed again
      outdated = true;
      throw e;
    }
  }

  private List<CompiledPolicy> installable() {
    List<CompiledPolicy> policies = new ArrayList<>();
    for (Entry entry : entries.values()) {
      switch (entry.state()) {
        case PolicyOutcome.Accepted accepted -> {
          if (accepted.compiled().policy().mode() != Policy.Mode.DISABLED) {
            policies.add(accepted.compiled());
          }
        }
        case PolicyOutcome.Rejected rejected -> {}
      }
    }
    return policies;
  }
}
