package dev.tocsin.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.lint.LintFinding;
import dev.tocsin.lint.LintObject;
import dev.tocsin.lint.Linter;
import dev.tocsin.lint.Place;
import dev.tocsin.lint.Rule;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Judges one object on its own, by the rules of {@code tocsin lint}. Thread safe. */
final class Review {
  /** What would end in {@code Accepted=False}. All else is somebody's decision, and a warning. */
  private static final Set<Rule> REFUSED = EnumSet.of(Rule.SCHEMA, Rule.EXPRESSION, Rule.REFUSED);

  /** Rules about what is beside the object, which is in the cluster and not known here. */
  private static final Set<Rule> ABOUT_OTHERS =
      EnumSet.of(
          Rule.MISSING_LIST,
          Rule.UNKNOWN_TRACING_POLICY,
          Rule.UNTRACED_FUNCTION,
          Rule.UNTRACED_PATH,
          Rule.UNKNOWN_POLICY,
          Rule.OVERLAP);

  private final Linter linter;

  /**
   * The judgement.
   *
   * @param errors why it is refused; empty: it is allowed
   * @param warnings for whoever applied it
   */
  record ReviewResult(List<String> errors, List<String> warnings) {}

  /**
   * @param systemNamespace where a policy applies to the whole cluster
   * @param clock decides which exceptions have expired
   */
  Review(String systemNamespace, InstantSource clock) {
    this.linter = new Linter(systemNamespace, clock);
  }

  /**
   * @param namespace that it is to be stored in
   */
  ReviewResult of(JsonNode object, String namespace) {
    List<String> errors = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (LintFinding finding : linter.lint(List.of(LintObject.of(object, namespace)))) {
      if (REFUSED.contains(finding.rule())) {
        errors.add(text(finding));
      } else if (!ABOUT_OTHERS.contains(finding.rule())) {
        warnings.add(text(finding) + " [" + finding.rule().id() + "]");
      }
    }
    return new ReviewResult(List.copyOf(errors), List.copyOf(warnings));
  }

  /** {@code spec.match:1:9: undeclared reference to 'proces'}. */
  private static String text(LintFinding finding) {
    Place place = finding.place();
    if (place.field().isEmpty() || finding.message().startsWith(place.field())) {
      return finding.message();
    }
    return finding.rule() == Rule.EXPRESSION
        ? "%s:%d:%d: %s".formatted(place.field(), place.line(), place.column(), finding.message())
        : place.field() + ": " + finding.message();
  }
}
