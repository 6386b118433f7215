package dev.tocsin.policytest;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the tests say about the policies. A policy is known by {@code namespace/name}.
 *
 * @param neverFires policies that no passing test makes fire
 * @param neverSilent policies that no passing test with events leaves silent
 */
public record TestCoverage(int policies, List<String> neverFires, List<String> neverSilent) {

  public boolean isComplete() {
    return neverFires.isEmpty() && neverSilent.isEmpty();
  }

  /** Collects it, test by test. */
  static final class Collector {
    private final Set<String> policies = new TreeSet<>();
    private final Set<String> fired = new TreeSet<>();
    private final Set<String> silent = new TreeSet<>();

    void exist(Collection<String> policies) {
      this.policies.addAll(policies);
    }

    /** A test with events has passed. */
    void passed(Collection<String> tested, Set<String> firedIn) {
      for (String policy : tested) {
        (firedIn.contains(policy) ? fired : silent).add(policy);
      }
    }

    TestCoverage coverage() {
      return new TestCoverage(policies.size(), without(fired), without(silent));
    }

    private List<String> without(Set<String> covered) {
      return policies.stream().filter(policy -> !covered.contains(policy)).toList();
    }
  }
}
