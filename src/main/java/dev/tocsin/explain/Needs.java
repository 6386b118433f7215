package dev.tocsin.explain;

import dev.tocsin.api.v1alpha1.HookRequirement;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.event.EventKind;
import dev.tocsin.explain.PolicyExplanation.Need;
import dev.tocsin.language.CheckedExpression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a policy needs on the nodes: what it says itself, and what its events and fields say. */
final class Needs {
  private final CompiledPolicy policy;
  private final Requirements stated;
  private final Set<String> paths = new TreeSet<>();
  private final List<Need> needs = new ArrayList<>();

  private Needs(
      CompiledPolicy policy, Requirements stated, Collection<CheckedExpression> expressions) {
    this.policy = policy;
    this.stated = stated;
    expressions.forEach(expression -> paths.addAll(expression.paths()));
  }

  static List<Need> of(
      CompiledPolicy policy, Requirements stated, Collection<CheckedExpression> expressions) {
    Needs needs = new Needs(policy, stated, expressions);
    needs.tracingPolicies();
    needs.option(
        TetragonOption.PROCESS_CREDENTIALS,
        "ProcessCredentials",
        Set.of("cap", "process_credentials", "binary_properties"));
    needs.option(TetragonOption.NAMESPACES, "Namespaces", Set.of("ns"));
    needs.ancestors();
    needs.versions();
    return List.copyOf(needs.needs);
  }

  private void tracingPolicies() {
    List<String> traced =
        policy.kinds().stream()
            .filter(EventKind::needsTracingPolicy)
            .map(kind -> "events " + kind.apiName())
            .toList();
    for (String name : stated.tracingPolicies()) {
      needs.add(new Need("tracing policy " + name, traced, true));
    }
    for (HookRequirement hook : stated.hooks()) {
      needs.add(new Need("hook " + String.join(" or ", hook.anyOf()), traced, true));
    }
    if (!stated.askForTracing() && !traced.isEmpty()) {
      needs.add(new Need("a tracing policy that makes these events", traced, false));
    }
  }

  /** Fields of any process: its own, its parent's, its ancestors'. */
  private void option(TetragonOption option, String name, Set<String> fields) {
    List<String> because =
        paths.stream()
            .filter(
                path -> {
                  String[] steps = path.split("\\.");
                  return isProcess(steps[0]) && steps.length > 1 && fields.contains(steps[1]);
                })
            .toList();
    add(option, name, because);
  }

  private static boolean isProcess(String root) {
    return root.equals("process") || root.equals("parent") || root.equals("ancestors");
  }

  private void ancestors() {
    add(
        TetragonOption.ANCESTORS,
        "Ancestors",
        paths.stream().filter(path -> path.split("\\.")[0].equals("ancestors")).toList());
  }

  private void add(TetragonOption option, String name, List<String> because) {
    boolean isStated = stated.tetragon().contains(option);
    if (isStated || !because.isEmpty()) {
      needs.add(new Need("Tetragon option " + name, because, isStated));
    }
  }

  /** What came later than 1.2, the oldest version that Tocsin reads. */
  private void versions() {
    version("1.3", Set.of("in_init_tree"), Set.of("event.imaHash"));
    version("1.7", Set.of("environment_variables"), Set.of());
    policy.kinds().stream()
        .filter(EventKind::isRecent)
        .map(
            kind ->
                new Need("Tetragon " + kind.since(), List.of("events " + kind.apiName()), false))
        .forEach(needs::add);
  }

  private void version(String version, Set<String> ofProcesses, Set<String> fields) {
    List<String> because =
        paths.stream()
            .filter(
                path -> {
                  String[] steps = path.split("\\.");
                  return fields.contains(path)
                      || (isProcess(steps[0])
                          && steps.length > 1
                          && ofProcesses.contains(steps[1]));
                })
            .toList();
    if (!because.isEmpty()) {
      needs.add(new Need("Tetragon " + version, because, false));
    }
  }
}
