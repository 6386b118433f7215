package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.HookRequirement;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.api.v1alpha1.WatchedKind;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.event.EventKind;
import dev.tocsin.tracing.Release;
import dev.tocsin.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a node's Tetragon produces what a policy needs.
 *
 * @param missing what is known to be missing
 * @param unknown what cannot be known
 */
record DataAvailability(List<String> missing, List<String> unknown) {
  /**
   * @param lately the newest match there over an event that a tracing policy made, if it is of the
   *     last hour: then something made it, whatever it is called
   */
  static DataAvailability on(
      NodeObservation.AgentState agent,
      List<WatchedKind> kinds,
      Requirements needs,
      TracedMatch lately) {
    DataAvailability found = new DataAvailability(new ArrayList<>(), new ArrayList<>());
    if (kinds.equals(List.of(WatchedKind.SECURITY_ALERT))) {
      return found; // alerts come from other policies, not from a node
    }
    switch (agent) {
      case NodeObservation.Unreachable(String reason) ->
          found.missing.add("no events from Tetragon: " + reason);
      case NodeObservation.Pending() -> found.unknown.add("no sensor has reported yet");
      case NodeObservation.ExecutionsOnly(String source) ->
          found.executionsOnly(source, kinds, needs);
      case NodeObservation.Connected connected -> {
        found.tracing(connected, kinds, needs, lately);
        needs.tetragon().forEach(option -> found.option(connected, option));
      }
    }
    return found;
  }

  private void executionsOnly(String source, List<WatchedKind> kinds, Requirements needs) {
    if (!kinds.equals(List.of(WatchedKind.PROCESS_EXEC)) || needs.askForTracing()) {
      missing.add(source + " reports only programs that start (ProcessExec)");
    }
    needs.tetragon().forEach(each -> missing.add(source + " has no such thing as " + flag(each)));
  }

  private void tracing(
      NodeObservation.Connected agent,
      List<WatchedKind> kinds,
      Requirements needs,
      TracedMatch lately) {
    if (kinds.stream().noneMatch(DataAvailability::needsTracingPolicy) && !needs.askForTracing()) {
      return;
    }
    if (agent.tracingPolicies().isEmpty()) {
      unknown.add("which tracing policies are loaded");
      return;
    }
    List<NodeObservation.ObservedTracingPolicy> policies = agent.tracingPolicies().get();
    TracedHooks traced = new TracedHooks(policies);
    if (traced.areProvenBy(lately, required(needs))) {
      return;
    }
    List<String> doubts = new ArrayList<>();
    needs.tracingPolicies().forEach(name -> tracingPolicy(agent, traced, name, doubts));
    needs.hooks().forEach(each -> hook(policies, traced, functions(each), doubts));
    if (!needs.askForTracing() && traced.areNone()) {
      missing.add("no tracing policy is loaded, and only they make events of these kinds");
    }
    if (lately.nanos() == 0) {
      unknown.addAll(doubts);
    }
  }

  private static boolean needsTracingPolicy(WatchedKind kind) {
    return EventKind.valueOf(kind.name()).needsTracingPolicy();
  }

  private static Set<String> required(Requirements needs) {
    Set<String> required = new TreeSet<>();
    needs.tracingPolicies().forEach(name -> required.addAll(TracedHooks.functionsOf(name)));
    needs.hooks().forEach(each -> required.addAll(functions(each)));
    return required;
  }

  private static List<String> functions(HookRequirement hook) {
    return hook.anyOf().stream().map(TracingPolicy::function).toList();
  }

  private void hook(
      List<NodeObservation.ObservedTracingPolicy> policies,
      TracedHooks traced,
      List<String> anyOf,
      List<String> doubts) {
    String hooks = "hook " + String.join(" or ", anyOf);
    switch (traced.any(anyOf)) {
      case YES -> {}
      case UNKNOWN -> doubts.add("whether " + hooks + " is in place");
      case NO ->
          missing.add(
              "no tracing policy has "
                  + hooks
                  + policies.stream()
                      .filter(policy -> !Collections.disjoint(policy.hooks().keySet(), anyOf))
                      .map(policy -> "; in " + policy.name() + " it did not load")
                      .collect(Collectors.joining()));
    }
  }

  private void tracingPolicy(
      NodeObservation.Connected agent, TracedHooks traced, String name, List<String> doubts) {
    if (traced.haveAllOf(name)) {
      return;
    }
    Optional<NodeObservation.ObservedTracingPolicy> policy =
        agent.tracingPolicies().orElseThrow().stream()
            .filter(each -> each.name().equals(name))
            .findFirst();
    if (policy.isEmpty()) {
      absent(traced, name, doubts);
      return;
    }
    String error = policy.get().error().isEmpty() ? "" : ": " + policy.get().error();
    switch (policy.get().state()) {
      case ENABLED -> untraced(policy.get(), traced.missingOf(name));
      case SKIPPED -> missing.add("tracing policy " + name + " is not meant for this node");
      case DISABLED -> missing.add("tracing policy " + name + " is disabled");
      case LOADING -> missing.add("tracing policy " + name + " is not loaded yet");
      case FAILED ->
          missing.add(
              "tracing policy " + name + " did not load" + tooOld(agent.version(), name) + error);
      case UNKNOWN -> doubts.add("the state of tracing policy " + name + error);
    }
  }

  /** What a shipped one is for, another may do; where the agent does not report, nobody knows. */
  private void absent(TracedHooks traced, String name, List<String> doubts) {
    Set<String> functions = TracedHooks.functionsOf(name);
    String text = "tracing policy " + name + " is not there";
    if (functions.isEmpty()) {
      missing.add(text);
    } else if (traced.areReported()) {
      missing.add(text + ", and no other traces " + String.join(", ", traced.missingOf(name)));
    } else if (traced.haveForeign()) {
      doubts.add("whether another traces " + String.join(", ", functions) + ": " + text);
    } else {
      missing.add(text);
    }
  }

  private static String tooOld(String version, String name) {
    Optional<Release> needed = TracedHooks.since(name);
    return needed.isPresent()
            && Release.of(version).filter(own -> own.compareTo(needed.get()) < 0).isPresent()
        ? " (it needs Tetragon " + needed.get() + ", and this is " + version + ")"
        : "";
  }

  private void untraced(NodeObservation.ObservedTracingPolicy policy, Set<String> untraced) {
    Set<String> gone = new TreeSet<>(untraced);
    gone.addAll(TracedHooks.notLoaded(policy));
    if (!gone.isEmpty()) {
      missing.add("tracing policy " + policy.name() + " does not trace " + String.join(", ", gone));
    }
  }

  private void option(NodeObservation.Connected agent, TetragonOption option) {
    Boolean on = agent.options().get(option);
    if (on == null) {
      unknown.add("whether Tetragon's " + flag(option) + " is on");
    } else if (!on) {
      missing.add("Tetragon's " + flag(option) + " is off");
    }
  }

  private static String flag(TetragonOption option) {
    return option == TetragonOption.UNKNOWN
        ? "option, which this version does not know,"
        : option.flag();
  }
}
