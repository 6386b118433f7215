package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.Mode;
import dev.tocsin.api.v1alpha1.WorkloadScope;
import dev.tocsin.lint.logic.Formula;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Policies that fire for the same events, and policies all of whose events another one fires for
 * too. Only without windows, exceptions and steps, where that can be decided.
 */
final class OverlapCheck {
  /** A policy and what it fires for. */
  private record Candidate(PolicySubject policy, Formula match) {}

  void check(List<PolicySubject> policies, LintFindings findings) {
    List<Candidate> candidates =
        policies.stream().map(OverlapCheck::candidate).flatMap(Optional::stream).toList();
    for (int i = 0; i < candidates.size(); i++) {
      for (int j = i + 1; j < candidates.size(); j++) {
        check(candidates.get(i), candidates.get(j), findings);
      }
    }
  }

  private static Optional<Candidate> candidate(PolicySubject policy) {
    DetectionPolicySpec spec = policy.spec();
    if (spec.window() != null || !spec.exceptions().isEmpty() || spec.mode() == Mode.DISABLED) {
      return Optional.empty();
    }
    return policy
        .match()
        .map(match -> new Candidate(policy, Formula.of(match.expression(), policy.names())));
  }

  private static void check(Candidate a, Candidate b, LintFindings findings) {
    boolean forth = isWithin(a, b);
    boolean back = isWithin(b, a);
    if (forth && back) {
      report(b, "fires for the same events as", a, findings);
    } else if (forth) {
      report(a, "fires for nothing that does not make an alert of", b, findings);
    } else if (back) {
      report(b, "fires for nothing that does not make an alert of", a, findings);
    }
  }

  private static void report(Candidate narrow, String how, Candidate wide, LintFindings findings) {
    findings.add(
        Rule.OVERLAP,
        narrow.policy().object(),
        "spec.match",
        how + " " + wide.policy().object().name());
  }

  private static boolean isWithin(Candidate narrow, Candidate wide) {
    return wide.policy().events().containsAll(narrow.policy().events())
        && seesAsMuch(narrow.policy(), wide.policy())
        && narrow.match().implies(wide.match());
  }

  private static boolean seesAsMuch(PolicySubject narrow, PolicySubject wide) {
    WorkloadScope own = narrow.spec().scope();
    WorkloadScope scope = wide.spec().scope();
    boolean onlyPods =
        own == null || own.host() == null || own.host() == WorkloadScope.Host.EXCLUDE;
    return narrow.object().namespace().equals(wide.object().namespace())
        && (Objects.equals(own, scope) || (scope == null && onlyPods));
  }
}
