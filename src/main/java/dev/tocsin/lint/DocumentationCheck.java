package dev.tocsin.lint;

/** What a policy says to people. */
final class DocumentationCheck implements PolicyCheck {
  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    String description = policy.spec().description();
    if (description == null || description.isBlank()) {
      findings.add(
          Rule.UNDOCUMENTED,
          policy.object(),
          "spec",
          "description is missing: what does an alert mean?");
    }
  }
}
