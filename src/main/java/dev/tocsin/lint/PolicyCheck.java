package dev.tocsin.lint;

/** One rule, or a few that look at the same thing, over one policy. */
@FunctionalInterface
interface PolicyCheck {
  void check(PolicySubject policy, LintFindings findings);
}
