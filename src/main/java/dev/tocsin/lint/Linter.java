package dev.tocsin.lint;

import com.google.common.base.Suppliers;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.engine.policy.Containment;
import dev.tocsin.lint.schema.ApiSchema;
import dev.tocsin.lint.schema.Violation;
import dev.tocsin.tracing.ShippedTracing;
import dev.tocsin.tracing.TracingPolicy;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Applies every rule to some objects: policies, exceptions, outputs and silences are looked at;
 * ConfigMaps and Tetragon's tracing policies among them are what those refer to; all others are
 * left alone.
 *
 * <p>Thread safe. Needs no file and no cluster. One object alone will do: then what it refers to
 * counts as missing, which is no more than a warning.
 */
public final class Linter {
  private final String systemNamespace;
  private final InstantSource clock;
  private final Supplier<List<TracingPolicy>> shippedTracing =
      Suppliers.memoize(ShippedTracing::read);
  private final ExceptionCheck exceptionCheck;
  private final AlertChoiceCheck choiceCheck;
  private final List<PolicyCheck> checks;

  /**
   * @param systemNamespace where a policy applies to the whole cluster
   * @param clock decides which exceptions have expired
   */
  public Linter(String systemNamespace, InstantSource clock) {
    this.systemNamespace = systemNamespace;
    this.clock = clock;
    this.exceptionCheck = new ExceptionCheck(systemNamespace, clock);
    this.choiceCheck = new AlertChoiceCheck(clock);
    this.checks =
        List.of(
            new TruthCheck(),
            new VainComparisonCheck(),
            new AbsentFieldCheck(),
            new AbsentLabelCheck(),
            new ArgumentCheck(),
            new RequiresCheck(),
            new FilePathCheck(),
            new ListCheck(),
            new AttackCheck(AttackCatalog.read()),
            new KeyCheck(),
            new RenamingCheck(systemNamespace),
            exceptionCheck,
            new DocumentationCheck());
  }

  /** All that is found and not ignored, object by object and rule by rule. */
  public List<LintFinding> lint(List<LintObject> objects) {
    LintFindings findings = new LintFindings();
    Set<LintObject> unsound = schemas(objects, findings);
    duplicates(objects, findings);
    Map<LintObject, DetectionException> exceptions = new LinkedHashMap<>();
    Map<LintObject, DetectionPolicy> policies = new LinkedHashMap<>();
    Map<LintObject, AlertOutput> outputs = new LinkedHashMap<>();
    Map<LintObject, AlertSilence> silences = new LinkedHashMap<>();
    for (LintObject object : objects) {
      read(object, DetectionException.class, exceptions);
      read(object, DetectionPolicy.class, policies);
      read(object, AlertOutput.class, outputs);
      read(object, AlertSilence.class, silences);
    }
    GivenConfigMaps configMaps =
        new GivenConfigMaps(objects.stream().filter(each -> each.is("v1", "ConfigMap")).toList());
    Surroundings surroundings = surroundings(objects, configMaps, exceptions);
    OperatorChecks compilation =
        new OperatorChecks(systemNamespace, clock.instant(), configMaps, exceptions, findings);
    List<PolicySubject> subjects = new ArrayList<>();
    policies.forEach(
        (object, policy) ->
            contained(
                object,
                findings,
                () -> {
                  PolicySubject subject = new PolicySubject(object, policy.getSpec(), surroundings);
                  compilation.compile(subject, policy, !unsound.contains(object));
                  checks.forEach(check -> check.check(subject, findings));
                  subjects.add(subject);
                }));
    exceptions.forEach(
        (object, exception) ->
            contained(
                object,
                findings,
                () -> {
                  compilation.alone(object, exception);
                  exceptionCheck.check(
                      object, exception.getSpec(), surroundings.policies(), findings);
                }));
    outputs.forEach(
        (object, output) ->
            contained(object, findings, () -> choiceCheck.check(object, output, findings)));
    silences.forEach(
        (object, silence) ->
            contained(object, findings, () -> choiceCheck.check(object, silence, findings)));
    new OverlapCheck().check(subjects, findings);
    return Silencing.apply(findings.list(), objects.stream().filter(LintObject::isOurs).toList());
  }

  /** Of that kind, with a spec. */
  private static <T extends CustomResource<?, ?>> void read(
      LintObject object, Class<T> type, Map<LintObject, T> objects) {
    if (object.is("tocsin.dev/v1alpha1", type.getSimpleName())) {
      Reading.of(object, type)
          .filter(each -> each.getSpec() != null)
          .ifPresent(each -> objects.put(object, each));
    }
  }

  /** An object that a rule breaks over is refused, and the others are looked at. */
  private static void contained(LintObject object, LintFindings findings, Runnable rules) {
    try {
      rules.run();
    } catch (RuntimeException | Error e) {
      findings.add(Rule.REFUSED, object, "spec", "cannot be checked: " + Containment.cause(e));
    }
  }

  /** The objects that a schema refuses. */
  private static Set<LintObject> schemas(List<LintObject> objects, LintFindings findings) {
    Set<LintObject> refused = new HashSet<>();
    for (LintObject object : objects) {
      if (!object.isOurs()) {
        continue;
      }
      Optional<ApiSchema> schema = ApiSchema.of(object.apiVersion(), object.kind());
      List<Violation> violations =
          schema
              .map(each -> each.check(object.json()))
              .orElseGet(
                  () ->
                      List.of(
                          new Violation(
                              "kind",
                              "there is no kind '"
                                  + object.kind()
                                  + "' in "
                                  + object.apiVersion())));
      violations.forEach(each -> findings.add(Rule.SCHEMA, object, each.path(), message(each)));
      if (!violations.isEmpty()) {
        refused.add(object);
      }
    }
    return refused;
  }

  private static String message(Violation violation) {
    return violation.path().isEmpty()
        ? violation.message()
        : violation.path() + ": " + violation.message();
  }

  private static void duplicates(List<LintObject> objects, LintFindings findings) {
    Map<String, LintObject> seen = new HashMap<>();
    for (LintObject object : objects) {
      if (object.isOurs()
          && !object.name().isEmpty()
          && seen.putIfAbsent(object.toString(), object) != null) {
        findings.add(Rule.DUPLICATE_NAME, object, "metadata.name", "there is another " + object);
      }
    }
  }

  private Surroundings surroundings(
      List<LintObject> objects,
      GivenConfigMaps configMaps,
      Map<LintObject, DetectionException> exceptions) {
    List<TracingPolicy> tracing =
        objects.stream()
            .filter(object -> TracingPolicy.is(object.json()))
            .map(each -> TracingPolicy.of(each.json()))
            .toList();
    Set<String> policies =
        objects.stream()
            .filter(each -> each.kind().equals("DetectionPolicy"))
            .map(each -> each.namespace() + "/" + each.name())
            .collect(Collectors.toSet());
    List<String> texts =
        exceptions.values().stream()
            .map(each -> each.getSpec().match())
            .filter(Objects::nonNull)
            .toList();
    return new Surroundings(
        configMaps,
        Suppliers.memoize(() -> Surroundings.byName(shippedTracing.get(), tracing)),
        policies,
        texts);
  }
}
