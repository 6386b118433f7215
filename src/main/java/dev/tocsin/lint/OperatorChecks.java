package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.control.PolicyTranslation;
import dev.tocsin.control.PolicyTranslator;
import dev.tocsin.control.Problem;
import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ResultType;
import dev.tocsin.lint.logic.Bindings;
import dev.tocsin.lint.logic.Formula;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the operator itself would say: translates and compiles, as it does. */
final class OperatorChecks {
  private static final String EXCEPTION = "DetectionException/";
  private static final Bindings NO_NAMES = new Bindings(Map.of(), Map.of(), Map.of(), Map.of());

  private final String systemNamespace;
  private final Instant now;
  private final GivenConfigMaps configMaps;
  private final Map<LintObject, DetectionException> exceptions;
  private final LintFindings findings;
  private final Map<String, LintObject> exceptionsBySource = new HashMap<>();
  private final Set<LintObject> compiled = new HashSet<>();

  OperatorChecks(
      String systemNamespace,
      Instant now,
      GivenConfigMaps configMaps,
      Map<LintObject, DetectionException> exceptions,
      LintFindings findings) {
    this.systemNamespace = systemNamespace;
    this.now = now;
    this.configMaps = configMaps;
    this.exceptions = exceptions;
    this.findings = findings;
    exceptions
        .keySet()
        .forEach(
            each ->
                exceptionsBySource.put(
                    EXCEPTION + each.namespace() + "/" + each.name() + ".match", each));
  }

  /**
   * @param sound whether the schema had nothing to say: else what the translator says is said
   *     already
   */
  void compile(PolicySubject policy, DetectionPolicy object, boolean sound) {
    policy.expressions().diagnostics().forEach(each -> report(policy.object(), each));
    PolicyTranslator translator =
        new PolicyTranslator(systemNamespace, configMaps.assuming(policy.spec()));
    PolicyTranslation translation = translator.translate(object, exceptions.values(), now);
    if (sound) {
      for (Problem problem : translation.problems()) {
        findings.add(Rule.REFUSED, policy.object(), problem.place(), problem.message());
      }
    }
    translation.policy().ifPresent(each -> compile(policy, each));
  }

  private void compile(PolicySubject subject, Policy policy) {
    LintObject object = subject.object();
    for (Policy.ExceptionRule rule : policy.exceptions()) {
      LintObject exception = exceptionsBySource.get(rule.source() + ".match");
      if (exception != null) {
        compiled.add(exception);
        wide(subject, rule, exception);
      }
    }
    new PolicyCompiler().compile(policy).diagnostics().forEach(each -> report(object, each));
  }

  /** An exception of which nothing of a policy is left; one that holds always is reported alone. */
  private void wide(PolicySubject policy, Policy.ExceptionRule rule, LintObject exception) {
    if (rule.namespace() != null) {
      return;
    }
    Environment.standard()
        .check("spec.match", rule.match(), ResultType.BOOL)
        .expression()
        .filter(policy::isWithin)
        .filter(match -> Formula.not(match, NO_NAMES).contradiction().isEmpty())
        .ifPresent(
            match ->
                findings.add(
                    Rule.WIDE_EXCEPTION,
                    exception,
                    "spec.match",
                    "holds for all that policy " + policy.object().name() + " takes"));
  }

  private void report(LintObject object, Diagnostic diagnostic) {
    LintObject exception = exceptionsBySource.get(diagnostic.field());
    if (exception == null) {
      findings.add(Rule.EXPRESSION, object, Place.of(diagnostic), diagnostic.message());
    } else {
      findings.add(
          Rule.EXPRESSION,
          exception,
          new Place("spec.match", diagnostic.line(), diagnostic.column()),
          diagnostic.message() + " (in " + object.name() + ")");
    }
  }

  /** Looks at an exception on its own; one that uses names of a policy needs the policy. */
  void alone(LintObject object, DetectionException exception) {
    String match = exception.getSpec().match();
    if (match != null && !match.contains("lists.") && !match.contains("variables.")) {
      alone(object, match);
    }
  }

  private void alone(LintObject object, String match) {
    Environment.Checked checked =
        Environment.standard().check("spec.match", match, ResultType.BOOL);
    if (!compiled.contains(object)) {
      checked.diagnostics().forEach(each -> report(object, each));
    }
    checked
        .expression()
        .ifPresent(
            expression -> {
              truth(object, expression);
              RenamingCheck.check(object, expression, findings);
            });
  }

  private void truth(LintObject object, CheckedExpression expression) {
    Optional<String> never = Formula.of(expression, NO_NAMES).contradiction();
    never.ifPresent(
        why -> findings.add(Rule.NEVER_TRUE, object, "spec.match", "can never be true: " + why));
    if (Formula.not(expression, NO_NAMES).contradiction().isPresent()) {
      findings.add(
          Rule.ALWAYS_TRUE,
          object,
          "spec.match",
          "holds for every event: the policies it names can never fire");
    }
  }
}
