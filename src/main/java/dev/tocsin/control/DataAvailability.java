package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.EventKind;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a node's Tetragon produces what a policy needs.
 *
 * @param missing what is known to be missing
 * @param unknown what nobody can tell
 */
record DataAvailability(List<String> missing, List<String> unknown) {
  /** Kinds that Tetragon produces by itself; all others come from a tracing policy. */
  private static final Set<EventKind> BUILT_IN =
      Set.of(EventKind.PROCESS_EXEC, EventKind.PROCESS_EXIT, EventKind.PROCESS_THROTTLE);

  /**
   * @param proven whether matches over events of its tracing policies have come from there lately:
   *     then something makes them, whatever it is called
   */
  static DataAvailability on(
      NodeReport.Agent agent, List<EventKind> kinds, Requirements needs, boolean proven) {
    DataAvailability found = new DataAvailability(new ArrayList<>(), new ArrayList<>());
    if (kinds.equals(List.of(EventKind.SECURITY_ALERT))) {
      return found; // alerts come from other policies, not from a node
    }
    switch (agent) {
      case NodeReport.Unreachable(String reason) ->
          found.missing.add("no events from Tetragon: " + reason);
      case NodeReport.Awaited() -> found.unknown.add("no sensor has reported yet");
      case NodeReport.ExecutionsOnly(String source) -> found.executionsOnly(source, kinds, needs);
      case NodeReport.Connected connected -> {
        found.tracingPolicies(connected, kinds, needs, proven);
        needs.tetragon().forEach(option -> found.option(connected, option));
      }
    }
    return found;
  }

  /** Whether events of a kind come without any tracing policy. */
  static boolean isBuiltIn(EventKind kind) {
    return BUILT_IN.contains(kind) || kind == EventKind.SECURITY_ALERT;
  }

  private void executionsOnly(String source, List<EventKind> kinds, Requirements needs) {
    if (!kinds.equals(List.of(EventKind.PROCESS_EXEC)) || !needs.tracingPolicies().isEmpty()) {
      missing.add(source + " tells of programs that start (ProcessExec), and of nothing else");
    }
    needs.tetragon().forEach(each -> missing.add(source + " has no such thing as " + flag(each)));
  }

  private void tracingPolicies(
      NodeReport.Connected agent, List<EventKind> kinds, Requirements needs, boolean proven) {
    boolean built = BUILT_IN.containsAll(kinds);
    if (built && needs.tracingPolicies().isEmpty()) {
      return;
    }
    if (agent.tracingPolicies().isEmpty()) {
      unknown.add("which tracing policies are loaded");
      return;
    }
    List<NodeReport.TracingPolicy> loaded = agent.tracingPolicies().get();
    TracedFunctions functions = new TracedFunctions(loaded);
    needs.tracingPolicies().forEach(name -> tracingPolicy(loaded, functions, name, proven));
    if (needs.tracingPolicies().isEmpty()
        && loaded.stream()
            .noneMatch(each -> each.state() == NodeReport.TracingPolicy.State.ENABLED)) {
      missing.add("no tracing policy is loaded, and only they make events of these kinds");
    }
  }

  private void tracingPolicy(
      List<NodeReport.TracingPolicy> loaded,
      TracedFunctions functions,
      String name,
      boolean proven) {
    Set<String> untraced = functions.missingOf(name);
    if (functions.haveAllOf(name) || (proven && untraced.isEmpty())) {
      return;
    }
    Optional<NodeReport.TracingPolicy> policy =
        loaded.stream().filter(each -> each.name().equals(name)).findFirst();
    if (policy.isEmpty()) {
      missing.add("tracing policy " + name + " is not there");
      return;
    }
    String error = policy.get().error().isEmpty() ? "" : ": " + policy.get().error();
    switch (policy.get().state()) {
      case ENABLED -> hooks(policy.get(), untraced);
      case SKIPPED -> missing.add("tracing policy " + name + " is not meant for this node");
      case DISABLED -> missing.add("tracing policy " + name + " is disabled");
      case LOADING -> missing.add("tracing policy " + name + " is not loaded yet");
      case FAILED -> missing.add("tracing policy " + name + " did not load" + error);
      case UNKNOWN -> unknown.add("the state of tracing policy " + name + error);
    }
  }

  private void hooks(NodeReport.TracingPolicy policy, Set<String> untraced) {
    Set<String> gone = new TreeSet<>(untraced);
    gone.addAll(TracedFunctions.notLoaded(policy));
    if (!gone.isEmpty()) {
      missing.add("tracing policy " + policy.name() + " does not trace " + String.join(", ", gone));
    }
  }

  private void option(NodeReport.Connected agent, TetragonOption option) {
    Boolean on = agent.options().get(option);
    if (on == null) {
      unknown.add("whether Tetragon's " + flag(option) + " is on");
    } else if (!on) {
      missing.add("Tetragon's " + flag(option) + " is off");
    }
  }

  private static String flag(TetragonOption option) {
    return switch (option) {
      case PROCESS_CREDENTIALS -> "enable-process-cred";
      case NAMESPACES -> "enable-process-ns";
      case ANCESTORS -> "enable-ancestors";
      case UNKNOWN -> "option, which this version does not know,";
    };
  }
}
