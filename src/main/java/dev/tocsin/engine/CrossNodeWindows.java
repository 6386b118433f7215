package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledWindow;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.engine.window.StoredSpans;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The windows that span nodes: takes the matches of all nodes, gives a finding when a window fills
 * up. See {@link dev.tocsin.engine.compile.Locality} for which policies that concerns, and {@link
 * dev.tocsin.engine.window.SpanningWindows} for what counts together and for how long. Thread safe.
 *
 * <p><b>Failover.</b> State is in memory only. Every match stays with its sender until its {@code
 * done} is run, and the next process gets all matches again that were not done. From those it
 * builds the same state, in whichever order they come. That a window that fired does not fire again
 * has two reasons: what it consumed is done once its finding is stored, and where that word did not
 * get through, the finding's id says which event times it covers. So whoever starts {@link
 * #remember remembers} the ids of the findings that are stored before the first match comes.
 *
 * <p>What can still go wrong: an alert keeps the ids of its latest five findings only. When a
 * process ends after it has stored more than five findings of one alert, and before the senders
 * know that the matches of the earlier ones are done, those matches count once more.
 */
public final class CrossNodeWindows {
  /** The longest that a match may come after those that it was counted with. */
  private static final Duration LONGEST = Duration.ofHours(25);

  private final InstantSource clock;
  private final BiConsumer<Finding, Runnable> findings;
  private final StoredSpans storedBefore = new StoredSpans();
  private volatile long forgetStoredAtMillis = Long.MAX_VALUE;
  private volatile Map<PolicyId, CrossNodePolicy> installed = Map.of();

  /**
   * @param findings called on the thread of the match that completed a window, with no lock held.
   *     The Runnable is to be run once the finding is stored, on any thread; running it twice does
   *     no harm
   */
  public CrossNodeWindows(InstantSource clock, BiConsumer<Finding, Runnable> findings) {
    this.clock = clock;
    this.findings = findings;
  }

  /**
   * Replaces the policies. State of a policy whose generation did not change survives; matches of
   * one that is gone are done. Policies that are disabled, have no window, or whose windows belong
   * to a node are left out.
   */
  public synchronized void install(List<CompiledPolicy> policies) {
    Map<PolicyId, CrossNodePolicy> before = installed;
    Map<PolicyId, CrossNodePolicy> after = new LinkedHashMap<>();
    for (CompiledPolicy compiled : policies) {
      Policy policy = compiled.policy();
      CompiledWindow window = compiled.window();
      if (policy.mode() == Policy.Mode.DISABLED
          || window == null
          || !window.locality().spansNodes()) {
        continue;
      }
      CrossNodePolicy same = before.get(policy.id());
      after.put(
          policy.id(),
          same != null && same.isFor(window.window())
              ? same
              : new CrossNodePolicy(policy, window.window(), storedBefore));
    }
    installed = after;
    before.forEach(
        (id, policy) -> {
          if (after.get(id) != policy) {
            policy.close();
          }
        });
  }

  /**
   * These findings are stored: matches that they cover are in them. To be called before the first
   * match that may be sent again.
   *
   * @param findingIds those of any findings; others than this class makes are left alone
   */
  public void remember(Collection<String> findingIds) {
    for (String id : findingIds) {
      WindowFindingId.parse(id)
          .ifPresent(window -> storedBefore.add(window.groupDigest(), window.span()));
    }
    forgetStoredAtMillis = clock.millis() + LONGEST.toMillis();
  }

  /**
   * Takes in a match. One that is held already was sent again, and is not counted again; its {@code
   * done} takes the place of the one before. One of a policy that is not installed is done at once:
   * policies come before matches; so is one of a policy that is suspended.
   *
   * @param done is run once, on any thread and with no lock held, when the match cannot count any
   *     more
   */
  public void accept(Match match, Runnable done) {
    CrossNodePolicy policy = installed.get(match.finding().policy().id());
    if (policy == null) {
      done.run();
    } else {
      policy.accept(match, clock.instant(), done, findings);
    }
  }

  /** Lets go of what is over though nothing comes; to be called every few seconds. */
  public void expire() {
    Instant now = clock.instant();
    installed.values().forEach(policy -> policy.expire(now));
    if (now.toEpochMilli() >= forgetStoredAtMillis) {
      storedBefore.clear();
      forgetStoredAtMillis = Long.MAX_VALUE;
    }
  }

  /**
   * Findings and evicted windows of the installed policies, and whether windows of theirs broke.
   * Matches are counted where events are evaluated, and are 0 here.
   */
  public List<PolicyStats> stats() {
    return installed.values().stream().map(CrossNodePolicy::stats).toList();
  }

  /** Matches that may still count, of all policies. */
  public int matches() {
    return installed.values().stream().mapToInt(CrossNodePolicy::matches).sum();
  }

  /** Matches that did not fit their policy, of the policies that are installed. */
  public long refused() {
    return installed.values().stream().mapToLong(CrossNodePolicy::refused).sum();
  }
}
