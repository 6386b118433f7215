package dev.tocsin.lint;

/**
 * Something that a rule found.
 *
 * @param message what is wrong, in one line; how to put it right is {@link Rule#fix()}
 */
public record LintFinding(Rule rule, LintObject object, Place place, String message) {

  public boolean isError() {
    return rule.severity() == Rule.Severity.ERROR;
  }
}
