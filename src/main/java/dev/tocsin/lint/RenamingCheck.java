package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.WorkloadScope;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Exclusions by what whoever attacks chooses: the name of a program, its arguments, a label, an
 * image. A program can be copied to any name and, in a container, to any path; who may create a pod
 * chooses its labels, its image and every name in it. An exclusion is right where each of its
 * alternatives says who runs, too: the namespace or the identity of the pod, the digest of its
 * image; or, outside any container, the full path of a program where only root can write.
 */
final class RenamingCheck implements PolicyCheck {

  private final String systemNamespace;

  /**
   * @param systemNamespace where a policy is about pods that others create
   */
  RenamingCheck(String systemNamespace) {
    this.systemNamespace = systemNamespace;
  }

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    WorkloadScope scope = policy.spec().scope();
    if (scope != null
        && scope.namespaceSelector() == null
        && policy.object().namespace().equals(systemNamespace)) {
      check(policy.object(), scope, findings);
    }
    policy.expressions().list().stream()
        .flatMap(expression -> excluded(policy.condition(expression)))
        .forEach(excluded -> check(policy.object(), excluded, findings));
  }

  /** The same for an object that is an exception; it is one expression without lists. */
  static void check(LintObject object, CheckedExpression match, LintFindings findings) {
    PolicyExpression expression =
        new PolicyExpression("spec.match", Role.EXCEPTION, match, EnumSet.noneOf(EventKind.class));
    check(object, ConditionPart.of(expression, name -> Optional.empty()), findings);
  }

  private static void check(LintObject object, WorkloadScope scope, LintFindings findings) {
    if (scope.containers() != null && !scope.containers().exclude().isEmpty()) {
      report(
          object, Place.of("spec.scope.containers.exclude"), "the name of a container", findings);
    }
    List<LabelSelectorRequirement> requirements =
        scope.podSelector() == null ? List.of() : scope.podSelector().getMatchExpressions();
    for (int i = 0; i < requirements.size(); i++) {
      if (Set.of("NotIn", "DoesNotExist").contains(requirements.get(i).getOperator())) {
        String field = "spec.scope.podSelector.matchExpressions[" + i + "]";
        report(object, Place.of(field), "a label of a pod", findings);
      }
    }
  }

  private static Stream<ConditionPart> excluded(ConditionPart condition) {
    return switch (condition.expression().role()) {
      case MATCH, STEP -> condition.excluded();
      case EXCEPTION -> Stream.of(condition);
      case VARIABLE, WINDOW_FIELD, WINDOW_KEY, ALERT_KEY -> Stream.empty();
    };
  }

  private static void check(LintObject object, ConditionPart excluded, LintFindings findings) {
    for (List<ConditionPart> alternative : excluded.alternatives()) {
      List<Excuse> excuses = alternative.stream().map(Excuse::of).toList();
      Set<Excuse.Kind> kinds = excuses.stream().map(Excuse::kind).collect(Collectors.toSet());
      if (!saysWhoRuns(kinds)) {
        excuses.stream()
            .flatMap(excuse -> excuse.chosen().stream())
            .findFirst()
            .ifPresent(chosen -> report(object, chosen.place(), chosen.path(), findings));
      }
    }
  }

  private static boolean saysWhoRuns(Set<Excuse.Kind> kinds) {
    return kinds.contains(Excuse.Kind.IDENTITY)
        || kinds.containsAll(Set.of(Excuse.Kind.HOST, Excuse.Kind.PATH));
  }

  private static void report(LintObject object, Place place, String chosen, LintFindings findings) {
    findings.add(
        Rule.RENAMABLE_EXCLUSION,
        object,
        place,
        chosen + " is chosen by whoever runs: this exclusion can be had by renaming");
  }
}
