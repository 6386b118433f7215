package dev.tocsin.control;

import static java.util.stream.Collectors.joining;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus.BlindNode;
import dev.tocsin.api.v1alpha1.Mode;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.control.StatusConditions.Progress;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.engine.policy.LabelSelector;
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
  private final PolicyOutcome state;
  private final List<PolicyStats> stats;
  private final boolean disabled;
  private final List<NodeObservation> nodes;
  private final boolean noNodeSelected;
  private final String noNodes;
  private final String emptyLists;
  private final List<String> notLoaded = new ArrayList<>();
  private final List<BlindNode> withoutData = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  private PolicyAssessment(
      DetectionPolicy policy, PolicyOutcome state, Snapshots.Snapshot snapshot) {
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
    nodes.forEach(this::assess);
  }

  static DetectionPolicyStatus assess(
      DetectionPolicy policy,
      DetectionPolicyStatus.Scope scope,
      PolicyOutcome state,
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
        MeanCost.of(assessment.stats),
        history.samples());
  }

  /** The lists without which it can never fire, and that have no value; {@code ""} for none. */
  private static String emptyLists(PolicyOutcome state) {
    return state instanceof PolicyOutcome.Accepted accepted && !accepted.compiled().canMatch()
        ? accepted.compiled().policy().lists().stream()
            .filter(list -> list.values().isEmpty())
            .map(list -> "lists." + list.name())
            .collect(joining(", "))
        : "";
  }

  /** Those whose events the policy is offered; a node whose labels are not known may be one. */
  private static List<NodeObservation> selected(
      DetectionPolicy policy, List<NodeObservation> nodes) {
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

  private void assess(NodeObservation report) {
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
  private TracedMatch lately(NodeObservation report) {
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
          case PolicyOutcome.Rejected rejected ->
              nodes.stream()
                  .map(report -> new BlindNode(report.node(), "the policy is not accepted"))
                  .toList();
          case PolicyOutcome.Accepted accepted -> withoutData;
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
    StatusConditions conditions =
        new StatusConditions(
            stored == null ? List.of() : stored.conditions(), state.id().generation(), now);
    accepted(conditions);
    loaded(conditions);
    dataAvailable(conditions);
    healthy(conditions);
    ready(conditions);
    return conditions.list();
  }

  /** That nodes lack data does not count here: what is missing is not for the policy to change. */
  private void ready(StatusConditions conditions) {
    Condition accepted = conditions.get(PolicyCondition.VALID.reason().type());
    Condition loaded = conditions.get(PolicyCondition.LOADED.reason().type());
    Condition healthy = conditions.get(PolicyCondition.RUNNING.reason().type());
    if (isFalse(accepted)) {
      conditions.addReady(Progress.STUCK, accepted);
    } else if (isFalse(healthy)) {
      conditions.addReady(Progress.STUCK, healthy);
    } else {
      boolean done = disabled || noNodeSelected || (!nodes.isEmpty() && notLoaded.isEmpty());
      conditions.addReady(done ? Progress.DONE : Progress.UNDER_WAY, loaded);
    }
  }

  private static boolean isFalse(Condition condition) {
    return condition.getStatus().equals("False");
  }

  private void accepted(StatusConditions conditions) {
    switch (state) {
      case PolicyOutcome.Rejected rejected ->
          add(conditions, rejected.reason().condition(), texts(rejected.problems()));
      case PolicyOutcome.Accepted accepted when accepted.warnings().isEmpty() ->
          add(conditions, PolicyCondition.VALID, "");
      case PolicyOutcome.Accepted accepted ->
          add(conditions, PolicyCondition.VALID_WITH_WARNINGS, texts(accepted.warnings()));
    }
  }

  private static void add(StatusConditions conditions, PolicyCondition condition, String message) {
    conditions.add(condition.reason(), message);
  }

  private static String texts(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(joining("\n"));
  }

  private void loaded(StatusConditions conditions) {
    String generation = "generation " + state.id().generation();
    if (state instanceof PolicyOutcome.Rejected) {
      add(conditions, PolicyCondition.NOT_LOADED_NOT_ACCEPTED, generation + " cannot run");
    } else if (disabled) {
      add(conditions, PolicyCondition.NOT_LOADED_DISABLED, "spec.mode is Disabled");
    } else if (nodes.isEmpty()) {
      add(conditions, PolicyCondition.LOADED_NO_NODES, noNodes);
    } else if (notLoaded.isEmpty()) {
      add(conditions, PolicyCondition.LOADED, generation + " runs on " + count(nodes.size()));
    } else {
      add(
          conditions,
          PolicyCondition.LOADING,
          generation + " does not run on " + some(notLoaded.size(), notLoaded));
    }
  }

  private void dataAvailable(StatusConditions conditions) {
    if (disabled) {
      add(conditions, PolicyCondition.DATA_DISABLED, "spec.mode is Disabled");
    } else if (nodes.isEmpty()) {
      add(conditions, PolicyCondition.DATA_NO_NODES, noNodes);
    } else if (!withoutData.isEmpty()) {
      List<String> reasons =
          withoutData.stream().map(each -> each.node() + ": " + each.reason()).toList();
      add(conditions, PolicyCondition.MISSING, "blind on " + some(withoutData.size(), reasons));
    } else if (!unknown.isEmpty()) {
      add(conditions, PolicyCondition.NOT_KNOWN, "it is not known on " + some(0, unknown));
    } else {
      add(conditions, PolicyCondition.AVAILABLE, "");
    }
  }

  private void healthy(StatusConditions conditions) {
    List<PolicyStats> suspended = stats.stream().filter(PolicyStats::suspended).toList();
    List<String> exceptions =
        stats.stream()
            .flatMap(each -> each.suspendedExceptions().entrySet().stream())
            .map(each -> each.getKey() + ": " + each.getValue())
            .sorted()
            .toList();
    long errors = stats.stream().mapToLong(PolicyStats::errors).sum();
    if (!suspended.isEmpty()) {
      add(conditions, PolicyCondition.SUSPENDED, suspended.getFirst().lastError());
    } else if (state instanceof PolicyOutcome.Rejected || disabled) {
      add(conditions, PolicyCondition.NOT_RUNNING, "");
    } else if (!exceptions.isEmpty()) {
      add(
          conditions,
          PolicyCondition.EXCEPTIONS_SUSPENDED,
          "it fires though these might hold: " + some(0, exceptions));
    } else if (errors > 0) {
      String last = stats.stream().map(PolicyStats::lastError).collect(joining());
      add(conditions, PolicyCondition.SOME_ERRORS, errors + " events were not evaluated: " + last);
    } else {
      add(conditions, PolicyCondition.RUNNING, "");
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
