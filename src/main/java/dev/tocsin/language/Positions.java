package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** cel-java's places and words to ours: lines and columns from 1, no container in the message. */
final class Positions {
  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '(.+?)' applied to '(.+?)'");
  private static final Pattern UNEXPECTED =
      Pattern.compile("(?:mismatched input|extraneous input|token recognition error at:) '(.+?)'");

  /** What is said of a text that is not finished. */
  static final String ENDS_EARLY = "the expression ends too early";

  private Positions() {}

  static Diagnostic diagnostic(String field, CelIssue issue) {
    Diagnostic.Severity severity =
        issue.getSeverity() == CelIssue.Severity.ERROR
            ? Diagnostic.Severity.ERROR
            : Diagnostic.Severity.WARNING;
    return at(severity, field, issue.getSourceLocation(), readable(issue.getMessage()));
  }

  static Diagnostic error(String field, CelAbstractSyntaxTree ast, long exprId, String message) {
    Integer offset = ast.getSource().getPositionsMap().get(exprId);
    CelSourceLocation location =
        offset == null
            ? CelSourceLocation.of(1, 0)
            : ast.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.of(1, 0));
    return at(Diagnostic.Severity.ERROR, field, location, message);
  }

  private static Diagnostic at(
      Diagnostic.Severity severity, String field, CelSourceLocation location, String message) {
    return new Diagnostic(
        severity,
        field,
        Math.max(1, location.getLine()),
        Math.max(1, location.getColumn() + 1),
        message);
  }

  private static String readable(String message) {
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.find()) {
      return "'" + operator(overload.group(1)) + "' cannot be applied to " + overload.group(2);
    }
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (unexpected.find()) {
      return unexpected.group(1).equals("<EOF>")
          ? ENDS_EARLY
          : "unexpected '" + unexpected.group(1).strip() + "'";
    }
    return message.replace(" (in container '')", "").strip();
  }

  /** {@code _==_} is written {@code ==}. */
  private static String operator(String function) {
    return function.equals("@in") ? "in" : function.replace("_", "");
  }
}
