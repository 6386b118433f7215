package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.HookRequirement;
import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.event.EventKind;
import dev.tocsin.tracing.PathPattern;
import dev.tocsin.tracing.TracingPolicy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a policy needs of a node's Tetragon, and does not say. */
final class RequiresCheck implements PolicyCheck {
  private static final Set<String> OF_CREDENTIALS =
      Set.of("process_credentials", "cap", "binary_properties");

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    tracingPolicies(policy, findings);
    functions(policy, findings);
    options(policy, findings);
    names(policy, findings);
    for (int i = 0; i < policy.requires().hooks().size(); i++) {
      hook(policy, policy.requires().hooks().get(i), "spec.requires.hooks[" + i + "]", findings);
    }
  }

  private static void names(PolicySubject policy, LintFindings findings) {
    for (int i = 0; i < policy.requires().tracingPolicies().size(); i++) {
      String name = policy.requires().tracingPolicies().get(i);
      if (!policy.surroundings().tracingPolicies().containsKey(name)) {
        findings.add(
            Rule.UNKNOWN_TRACING_POLICY,
            policy.object(),
            "spec.requires.tracingPolicies[" + i + "]",
            "there is no tracing policy " + name);
      }
    }
  }

  private static void hook(
      PolicySubject policy, HookRequirement hook, String field, LintFindings findings) {
    List<TracingPolicy> having = policy.surroundings().having(hook);
    String hooks = String.join(" or ", hook.anyOf());
    if (having.isEmpty()) {
      findings.add(
          Rule.UNKNOWN_HOOK,
          policy.object(),
          field + ".anyOf",
          "no tracing policy has hook " + hooks + ofLsm(policy, hook));
      return;
    }
    for (int i = 0; i < hook.paths().size(); i++) {
      PathPattern path = new PathPattern.Is(hook.paths().get(i));
      if (having.stream().noneMatch(each -> each.canSend(hook.anyOf(), path))) {
        findings.add(
            Rule.UNTRACED_PATH,
            policy.object(),
            field + ".paths[" + i + "]",
            "no selector on "
                + hooks
                + " in "
                + having.stream().map(TracingPolicy::name).collect(Collectors.joining(", "))
                + " lets out "
                + path.text());
      }
    }
  }

  private static String ofLsm(PolicySubject policy, HookRequirement hook) {
    List<String> named = hook.anyOf().stream().map(each -> "lsm/" + each).toList();
    return policy.surroundings().having(new HookRequirement(named, List.of())).isEmpty()
        ? ""
        : "; a hook of LSM is written " + String.join(" or ", named);
  }

  private static void tracingPolicies(PolicySubject policy, LintFindings findings) {
    List<EventKind> hooked =
        policy.events().stream().filter(EventKind::needsTracingPolicy).toList();
    if (!hooked.isEmpty() && !policy.requires().askForTracing()) {
      findings.add(
          Rule.MISSING_REQUIRES,
          policy.object(),
          "spec.events",
          "events of "
              + Kinds.words(hooked)
              + " come from tracing policies, and spec.requires names none"
              + suggestion(policy, functions(policy).collect(Collectors.toSet())));
    }
  }

  private static Stream<String> functions(PolicySubject policy) {
    return policy.conditions().stream()
        .flatMap(condition -> condition.valuesOfAlternatives("event.function"))
        .flatMap(Set::stream)
        .map(String::valueOf)
        .distinct();
  }

  private static String suggestion(PolicySubject policy, Set<String> functions) {
    Set<String> tracing = new TreeSet<>();
    functions.forEach(function -> tracing.addAll(policy.surroundings().tracing(function)));
    return tracing.isEmpty() ? "" : "; its functions are in " + String.join(", ", tracing);
  }

  private static void functions(PolicySubject policy, LintFindings findings) {
    Optional<List<TracingPolicy>> required = policy.requiredTracing();
    if (required.isEmpty()) {
      return;
    }
    functions(policy)
        .filter(
            function ->
                required.get().stream().noneMatch(each -> each.hooks().containsKey(function)))
        .forEach(
            function ->
                findings.add(
                    Rule.UNTRACED_FUNCTION,
                    policy.object(),
                    policy.placeOf(function),
                    "none of the required tracing policies traces "
                        + function
                        + suggestion(policy, Set.of(function))));
  }

  private static void options(PolicySubject policy, LintFindings findings) {
    Map<TetragonOption, FieldRead> needed = new EnumMap<>(TetragonOption.class);
    policy.expressions().list().stream()
        .flatMap(each -> reads(policy, each))
        .forEach(read -> option(read).ifPresent(option -> needed.putIfAbsent(option, read)));
    needed.forEach(
        (option, read) -> {
          if (!policy.requires().tetragon().contains(option)) {
            findings.add(
                Rule.MISSING_REQUIRES,
                policy.object(),
                read.place(),
                (read.path().isEmpty() ? read.name() : read.path())
                    + " is only there with an option of Tetragon, and spec.requires.tetragon does"
                    + " not name "
                    + name(option));
          }
        });
  }

  /** What it cannot do without: where a field is absent, an exception excludes less. */
  private static Stream<FieldRead> reads(PolicySubject policy, PolicyExpression expression) {
    return switch (expression.role()) {
      case MATCH, STEP -> policy.condition(expression).readsToHold();
      case WINDOW_FIELD, WINDOW_KEY, ALERT_KEY -> policy.condition(expression).reads();
      case VARIABLE, EXCEPTION -> Stream.empty();
    };
  }

  private static Optional<TetragonOption> option(FieldRead read) {
    if (read.owner().isEmpty() && read.name().equals("ancestors")) {
      return Optional.of(TetragonOption.ANCESTORS);
    }
    if (!read.owner().equals("tocsin.Process")) {
      return Optional.empty();
    }
    if (OF_CREDENTIALS.contains(read.name())) {
      return Optional.of(TetragonOption.PROCESS_CREDENTIALS);
    }
    return read.name().equals("ns") ? Optional.of(TetragonOption.NAMESPACES) : Optional.empty();
  }

  private static String name(TetragonOption option) {
    return switch (option) {
      case PROCESS_CREDENTIALS -> "ProcessCredentials";
      case NAMESPACES -> "Namespaces";
      case ANCESTORS -> "Ancestors";
      case UNKNOWN -> "Unknown";
    };
  }
}
