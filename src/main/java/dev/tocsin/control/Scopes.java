package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.WorkloadScope;
import dev.tocsin.engine.policy.LabelSelector;
import dev.tocsin.engine.policy.Scope;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Scopes and label selectors of the API to those of the engine. */
final class Scopes {
  private Scopes() {}

  /**
   * @param namespace the only one the policy sees; empty for the whole cluster
   */
  static Scope translate(String namespace, @Nullable WorkloadScope scope, Problems problems) {
    if (scope == null) {
      LabelSelector all = LabelSelector.EVERYTHING;
      return new Scope(namespace, all, all, all, List.of(), List.of(), Scope.Host.EXCLUDE);
    }
    WorkloadScope.Host host = Objects.requireNonNullElse(scope.host(), WorkloadScope.Host.EXCLUDE);
    if (!namespace.isEmpty() && host != WorkloadScope.Host.EXCLUDE) {
      problems.add("spec.scope.host", "only a policy in the system namespace sees host processes");
    }
    WorkloadScope.Containers containers =
        scope.containers() == null
            ? new WorkloadScope.Containers(List.of(), List.of())
            : scope.containers();
    return new Scope(
        namespace,
        selector("spec.scope.namespaceSelector", scope.namespaceSelector(), problems),
        selector("spec.scope.podSelector", scope.podSelector(), problems),
        selector("spec.scope.nodeSelector", scope.nodeSelector(), problems),
        containers.include(),
        containers.exclude(),
        problems.translated("spec.scope.host", host, Scope.Host.class, Scope.Host.EXCLUDE));
  }

  static LabelSelector selector(
      String place,
      io.fabric8.kubernetes.api.model.@Nullable LabelSelector selector,
      Problems problems) {
    if (selector == null) {
      return LabelSelector.EVERYTHING;
    }
    List<LabelSelector.Requirement> requirements = new ArrayList<>();
    for (LabelSelectorRequirement each : selector.getMatchExpressions()) {
      String here = place + ".matchExpressions[" + requirements.size() + "]";
      LabelSelector.Operator operator =
          switch (each.getOperator()) {
            case "In" -> LabelSelector.Operator.IN;
            case "NotIn" -> LabelSelector.Operator.NOT_IN;
            case "Exists" -> LabelSelector.Operator.EXISTS;
            case "DoesNotExist" -> LabelSelector.Operator.DOES_NOT_EXIST;
            case null, default -> {
              problems.add(
                  here + ".operator",
                  "'" + each.getOperator() + "' is not one of In, NotIn, Exists, DoesNotExist");
              yield LabelSelector.Operator.EXISTS;
            }
          };
      requirements.add(
          new LabelSelector.Requirement(each.getKey(), operator, List.copyOf(each.getValues())));
    }
    return new LabelSelector(
        selector.getMatchLabels() == null
            ? Map.of()
            : new LinkedHashMap<>(selector.getMatchLabels()),
        requirements);
  }
}
