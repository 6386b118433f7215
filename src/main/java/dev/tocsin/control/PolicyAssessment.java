package dev.tocsin.control;

import static java.util.stream.Collectors.joining;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus.BlindNode;
import dev.tocsin.api.v1alpha1.Mode;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.control.Conditions.Progress;
import dev.tocsin.control.Conditions.Truth;
import dev.tocsin.engine.LabelSelector;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.TracedMatch;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of one policy, from what the catalog, the nodes and the engine say of it. */
final class PolicyAssessment {
  private static final int EXAMPLES = 10;

  private static final Duration PROOF_LASTS = Duration.ofHours(1);

  private final Snapshots.Snapshot snapshot;
  private final DetectionPolicy policy;
  private final PolicyState state;
  private final List<PolicyStats> stats;
  private final boolean disabled;
  private final List<NodeReport> nodes;
  private final boolean noNodeSelected;
  private final String noNodes;
  private final String emptyLists;
  private final List<String> notLoaded = new ArrayList<>();
  private final List<BlindNode> withoutData = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  private PolicyAssessment(DetectionPolicy policy, PolicyState state, Snapshots.Snapshot snapshot) {
    this.snapshot = snapshot;
    this.policy = policy;
    this.state = state;
    this.stats = snapshot.of(state.id());
    this.disabled = policy.getSpec() != null && policy.getSpec().mode() == Mode.DISABLED;
    this.nodes = disabled ? List.of() : selected(policy, snapshot.nodes());
    this.noNodeSelected = nodes.isEmpty() && !snapshot.nodes().isEmpty();
    this.noNodes =
        noNodeSelected
            ? "no node has the labels that spec.scope.nodeSelector asks for"
            : "no node has reported";
    this.emptyLists = emptyLists(state);
    nodes.forEach(this::look);
  }

  static DetectionPolicyStatus assess(
      DetectionPolicy policy,
      DetectionPolicyStatus.Scope scope,
      PolicyState state,
      PolicyHistory history,
      Snapshots.Snapshot snapshot,
      Observations.AlertCounts counts) {
    PolicyAssessment assessment = new PolicyAssessment(policy, state, snapshot);
    return new DetectionPolicyStatus(
        scope,
        state.id().generation(),
        assessment.conditions(policy.getStatus(), snapshot.time()),
        assessment.nodes(),
        history.matches(),
        new DetectionPolicyStatus.Alerts(counts.open(), history.alerts(), history.overflowed()),
        history.lastMatchTime(),
        MeanCost.of(assessment.stats));
  }

  /** The lists without which it can never fire, and that have no value; {@code ""} for none. */
  private static String emptyLists(PolicyState state) {
    return state instanceof PolicyState.Accepted accepted && !accepted.compiled().canMatch()
        ? accepted.compiled().policy().lists().stream()
            .filter(list -> list.values().isEmpty())
            .map(list -> "lists." + list.name())
            .collect(joining(", "))
        : "";
  }

  /** Those whose events the policy is offered; a node whose labels are not known may be one. */
  private static List<NodeReport> selected(DetectionPolicy policy, List<NodeReport> nodes) {
    LabelSelector selector =
        policy.getSpec() == null
            ? LabelSelector.EVERYTHING
            : Scopes.translate("", policy.getSpec().scope(), new Problems()).nodeSelector();
    return selector.isEverything()
        ? nodes
        : nodes.stream()
            .filter(report -> report.labels().map(selector::matches).orElse(true))
            .toList();
  }

  private void look(NodeReport report) {
    boolean loaded = report.loaded().contains(state.id());
    if (!loaded) {
      notLoaded.add(report.node());
    }
    if (!emptyLists.isEmpty()) {
      withoutData.add(
          new BlindNode(report.node(), "it cannot fire without a value in " + emptyLists));
      return;
    }
    DataAvailability data =
        policy.getSpec() == null
            ? new DataAvailability(List.of(), List.of())
            : DataAvailability.on(
                report.agent(), policy.getSpec().events(), needs(), lately(report));
    if (!data.missing().isEmpty()) {
      withoutData.add(new BlindNode(report.node(), String.join("; ", data.missing())));
    }
    data.unknown().forEach(each -> unknown.add(report.node() + ": " + each));
  }

  /** The newest match on a node that a tracing policy made possible, if it is of the last hour. */
  private TracedMatch lately(NodeReport report) {
    TracedMatch newest =
        Optional.ofNullable(report.counters().get(state.id()))
            .map(PolicyStats::traced)
            .orElse(TracedMatch.NONE);
    Instant since = snapshot.time().minus(PROOF_LASTS);
    return Instant.ofEpochSecond(0, newest.nanos()).isBefore(since) ? TracedMatch.NONE : newest;
  }

  private Requirements needs() {
    return Objects.requireNonNullElse(policy.getSpec().requires(), Requirements.NONE);
  }

  private DetectionPolicyStatus.Nodes nodes() {
    List<BlindNode> blind =
        switch (state) {
          case PolicyState.Rejected rejected ->
              nodes.stream()
                  .map(report -> new BlindNode(report.node(), "the policy is not accepted"))
                  .toList();
          case PolicyState.Accepted accepted -> withoutData;
        };
    int loaded = nodes.size() - notLoaded.size();
    return new DetectionPolicyStatus.Nodes(
        loaded + "/" + nodes.size(),
        nodes.size(),
        loaded,
        blind.size(),
        blind.stream().limit(EXAMPLES).toList());
  }

  private List<Condition> conditions(@Nullable DetectionPolicyStatus stored, Instant now) {
    Conditions conditions =
        new Conditions(
            stored == null ? List.of() : stored.conditions(), state.id().generation(), now);
    accepted(conditions);
    loaded(conditions);
    dataAvailable(conditions);
    healthy(conditions);
    ready(conditions);
    return conditions.list();
  }

  /** That nodes lack data does not count here: what is missing is not for the policy to change. */
  private void ready(Conditions conditions) {
    Condition accepted = conditions.get("Accepted");
    Condition loaded = conditions.get("Loaded");
    Condition healthy = conditions.get("Healthy");
    if (isFalse(accepted)) {
      conditions.addReady(Progress.STUCK, accepted.getReason(), accepted.getMessage());
    } else if (isFalse(healthy)) {
      conditions.addReady(Progress.STUCK, healthy.getReason(), healthy.getMessage());
    } else {
      boolean done = disabled || noNodeSelected || (!nodes.isEmpty() && notLoaded.isEmpty());
      conditions.addReady(
          done ? Progress.DONE : Progress.UNDER_WAY, loaded.getReason(), loaded.getMessage());
    }
  }

  private static boolean isFalse(Condition condition) {
    return condition.getStatus().equals("False");
  }

  private void accepted(Conditions conditions) {
    switch (state) {
      case PolicyState.Rejected rejected ->
          conditions.add(
              "Accepted", Truth.FALSE, rejected.reason().text(), texts(rejected.problems()));
      case PolicyState.Accepted accepted when accepted.warnings().isEmpty() ->
          conditions.add("Accepted", Truth.TRUE, "Valid", "");
      case PolicyState.Accepted accepted ->
          conditions.add("Accepted", Truth.TRUE, "ValidWithWarnings", texts(accepted.warnings()));
    }
  }

  private static String texts(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(joining("\n"));
  }

  private void loaded(Conditions conditions) {
    String generation = "generation " + state.id().generation();
    if (state instanceof PolicyState.Rejected) {
      conditions.add("Loaded", Truth.FALSE, "NotAccepted", generation + " cannot run");
    } else if (disabled) {
      conditions.add("Loaded", Truth.FALSE, "Disabled", "spec.mode is Disabled");
    } else if (nodes.isEmpty()) {
      conditions.add("Loaded", Truth.UNKNOWN, "NoNodes", noNodes);
    } else if (notLoaded.isEmpty()) {
      conditions.add(
          "Loaded", Truth.TRUE, "Loaded", generation + " runs on " + count(nodes.size()));
    } else {
      conditions.add(
          "Loaded",
          Truth.FALSE,
          "Loading",
          generation + " does not run on " + some(notLoaded.size(), notLoaded));
    }
  }

  private void dataAvailable(Conditions conditions) {
    if (disabled) {
      conditions.add("DataAvailable", Truth.UNKNOWN, "Disabled", "spec.mode is Disabled");
    } else if (nodes.isEmpty()) {
      conditions.add("DataAvailable", Truth.UNKNOWN, "NoNodes", noNodes);
    } else if (!withoutData.isEmpty()) {
      List<String> reasons =
          withoutData.stream().map(each -> each.node() + ": " + each.reason()).toList();
      conditions.add(
          "DataAvailable", Truth.FALSE, "Missing", "blind on " + some(withoutData.size(), reasons));
    } else if (!unknown.isEmpty()) {
      conditions.add(
          "DataAvailable", Truth.UNKNOWN, "NotKnown", "it is not known on " + some(0, unknown));
    } else {
      conditions.add("DataAvailable", Truth.TRUE, "Available", "");
    }
  }

  private void healthy(Conditions conditions) {
    List<PolicyStats> suspended = stats.stream().filter(PolicyStats::suspended).toList();
    List<String> exceptions =
        stats.stream()
            .flatMap(each -> each.suspendedExclusions().entrySet().stream())
            .map(each -> each.getKey() + ": " + each.getValue())
            .sorted()
            .toList();
    long errors = stats.stream().mapToLong(PolicyStats::errors).sum();
    if (!suspended.isEmpty()) {
      conditions.add("Healthy", Truth.FALSE, "Suspended", suspended.getFirst().lastError());
    } else if (state instanceof PolicyState.Rejected || disabled) {
      conditions.add("Healthy", Truth.UNKNOWN, "NotRunning", "");
    } else if (!exceptions.isEmpty()) {
      conditions.add(
          "Healthy",
          Truth.TRUE,
          "ExceptionsSuspended",
          "it fires though these might hold: " + some(0, exceptions));
    } else if (errors > 0) {
      String last = stats.stream().map(PolicyStats::lastError).collect(joining());
      conditions.add(
          "Healthy", Truth.TRUE, "SomeErrors", errors + " events were not evaluated: " + last);
    } else {
      conditions.add("Healthy", Truth.TRUE, "Running", "");
    }
  }

  private static String count(int nodes) {
    return nodes == 1 ? "1 node" : nodes + " nodes";
  }

  /** {@code 12 nodes: a, b, c, ...}. */
  private static String some(int nodes, List<String> examples) {
    String listed = examples.stream().limit(EXAMPLES).collect(joining(", "));
    String more = examples.size() > EXAMPLES ? ", ..." : "";
    return (nodes == 0 ? "" : count(nodes) + ": ") + listed + more;
  }
}
