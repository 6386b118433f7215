package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus.BlindNode;
import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.control.NodeObservation.AgentState;
import dev.tocsin.control.NodeObservation.Connected;
import dev.tocsin.control.NodeObservation.ObservedTracingPolicy;
import dev.tocsin.control.NodeObservation.ObservedTracingPolicy.State;
import dev.tocsin.control.NodeObservation.Unreachable;
import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.engine.policy.PolicyId;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PolicyAssessmentTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Optional<Map<String, String>> UNLABELLED = Optional.of(Map.of());
  private static final AgentState NO_POLICIES = connected(Map.of());

  private static AgentState connected(
      Map<TetragonOption, Boolean> options, ObservedTracingPolicy... policies) {
    return new Connected(Optional.of(List.of(policies)), options);
  }

  private static ObservedTracingPolicy tracing(String name, State state, String error) {
    return new ObservedTracingPolicy(name, state, error, Map.of());
  }

  /** The status of a policy that every node runs if it is accepted. */
  private static DetectionPolicyStatus assess(DetectionPolicy policy, AgentState... agents) {
    return assess(policy, List.of(), agents);
  }

  private static DetectionPolicyStatus assess(
      DetectionPolicy policy, List<PolicyStats> stats, AgentState... agents) {
    PolicyOutcome state = state(policy);
    Set<PolicyId> loaded = state instanceof PolicyOutcome.Accepted ? Set.of(state.id()) : Set.of();
    List<NodeObservation> nodes =
        IntStream.range(0, agents.length)
            .mapToObj(i -> new NodeObservation("node-" + i, UNLABELLED, loaded, agents[i]))
            .toList();
    return assess(policy, state, nodes, stats);
  }

  private static PolicyOutcome state(DetectionPolicy policy) {
    return new PolicyCatalog(policies -> {})
        .put(
            ObjectKey.of(policy),
            PolicyTranslator.id(policy),
            new PolicyTranslator("tocsin-system", key -> new ConfigMaps.NotFound())
                .translate(policy, List.of(), NOW));
  }

  private static DetectionPolicyStatus assess(
      DetectionPolicy policy,
      PolicyOutcome state,
      List<NodeObservation> nodes,
      List<PolicyStats> stats) {
    PolicyHistory history = new PolicyHistory("uid", null);
    history.observe(state.id(), stats, 0, Observations.AlertCounts.NONE);
    return PolicyAssessment.assess(
        policy,
        DetectionPolicyStatus.Scope.CLUSTER,
        state,
        history,
        new Snapshots.Snapshot(NOW, 0, nodes, stats, Map.of(state.id(), stats), Map.of()),
        Observations.AlertCounts.NONE);
  }

  private static String condition(DetectionPolicyStatus status, String type) {
    return status.conditions().stream()
        .filter(each -> each.getType().equals(type))
        .map(each -> each.getStatus() + " " + each.getReason() + ": " + each.getMessage())
        .collect(Collectors.joining());
  }

  private static DetectionPolicy exec(String... more) {
    return Yaml.policy("tocsin-system", "p", more);
  }

  private static DetectionPolicy broken() {
    return Yaml.policyOf(
        "tocsin-system", "p", "{title: t, events: [ProcessExec], match: nonsense}");
  }

  private static DetectionPolicy connect() {
    return Yaml.policyOf(
        "tocsin-system",
        "p",
        "{title: t, events: [ProcessConnect], match: connection.destinationPort == 22}");
  }

  @Nested
  class Loaded {
    @Test
    void isNotKnownBeforeANodeReports() {
      assertThat(condition(assess(exec()), "Loaded"))
          .isEqualTo("Unknown NoNodes: no node has reported");
    }

    @Test
    void namesTheNodesThatDoNotRunTheGeneration() {
      PolicyOutcome state = state(exec());
      PolicyId older = new PolicyId("tocsin-system", "p", "uid-of-p", 2);
      DetectionPolicyStatus status =
          assess(
              exec(),
              state,
              List.of(
                  new NodeObservation("a", UNLABELLED, Set.of(state.id()), NO_POLICIES),
                  new NodeObservation("b", UNLABELLED, Set.of(older), NO_POLICIES),
                  new NodeObservation("c", UNLABELLED, Set.of(), NO_POLICIES)),
              List.of());
      assertThat(condition(status, "Loaded"))
          .isEqualTo("False Loading: generation 3 does not run on 2 nodes: b, c");
      assertThat(status.nodes())
          .isEqualTo(new DetectionPolicyStatus.Nodes("1/3", 3, 1, 0, List.of()));
    }

    @Test
    void isAboutTheNodesThatTheScopeSelects() {
      DetectionPolicy policy =
          exec("scope: {nodeSelector: {matchExpressions: [{key: gpu, operator: Exists}]}}");
      PolicyOutcome state = state(policy);
      DetectionPolicyStatus status =
          assess(
              policy,
              state,
              List.of(
                  new NodeObservation("a", Optional.of(Map.of("gpu", "")), Set.of(), NO_POLICIES),
                  new NodeObservation("b", UNLABELLED, Set.of(), new Unreachable("away")),
                  new NodeObservation("c", Optional.empty(), Set.of(state.id()), NO_POLICIES)),
              List.of());
      assertThat(status.nodes())
          .isEqualTo(new DetectionPolicyStatus.Nodes("1/2", 2, 1, 0, List.of()));
      assertThat(condition(status, "Loaded"))
          .isEqualTo("False Loading: generation 3 does not run on 1 node: a");
    }

    @Test
    void isNotKnownWhereTheScopeSelectsNoNode() {
      DetectionPolicy policy = exec("scope: {nodeSelector: {matchLabels: {gpu: a100}}}");
      PolicyOutcome state = state(policy);
      List<NodeObservation> nodes =
          List.of(new NodeObservation("a", UNLABELLED, Set.of(state.id()), NO_POLICIES));
      assertThat(condition(assess(policy, state, nodes, List.of()), "Loaded"))
          .isEqualTo(
              "Unknown NoNodes: no node has the labels that spec.scope.nodeSelector asks for");
    }

    @Test
    void listsTenNodesAtMost() {
      PolicyOutcome state = state(exec());
      List<NodeObservation> nodes =
          IntStream.range(0, 12)
              .mapToObj(i -> new NodeObservation("n" + i, UNLABELLED, Set.of(), NO_POLICIES))
              .toList();
      assertThat(condition(assess(exec(), state, nodes, List.of()), "Loaded"))
          .endsWith("12 nodes: n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, ...");
    }

    @Test
    void isFalseForWhatIsNotAcceptedAndEveryNodeIsBlind() {
      DetectionPolicyStatus status = assess(broken(), NO_POLICIES);
      assertThat(condition(status, "Loaded"))
          .isEqualTo("False NotAccepted: generation 3 cannot run");
      assertThat(condition(status, "Healthy")).isEqualTo("Unknown NotRunning: ");
      assertThat(status.nodes())
          .isEqualTo(
              new DetectionPolicyStatus.Nodes(
                  "0/1", 1, 0, 1, List.of(new BlindNode("node-0", "the policy is not accepted"))));
    }

    @Test
    void isFalseForWhatIsDisabledAndNoNodeShouldRunIt() {
      DetectionPolicyStatus status = assess(exec("mode: Disabled"), NO_POLICIES);
      assertThat(condition(status, "Accepted")).isEqualTo("True Valid: ");
      assertThat(condition(status, "Loaded")).isEqualTo("False Disabled: spec.mode is Disabled");
      assertThat(status.nodes())
          .isEqualTo(new DetectionPolicyStatus.Nodes("0/0", 0, 0, 0, List.of()));
    }
  }

  @Nested
  class DataAvailable {
    private String dataAvailable(DetectionPolicy policy, AgentState... agents) {
      return condition(assess(policy, agents), "DataAvailable");
    }

    @Test
    void needsNothingForExecutions() {
      assertThat(dataAvailable(exec(), NO_POLICIES)).isEqualTo("True Available: ");
    }

    @Test
    void needsAnAgent() {
      DetectionPolicyStatus status =
          assess(exec(), NO_POLICIES, new Unreachable("connection refused"));
      assertThat(condition(status, "DataAvailable"))
          .isEqualTo(
              "False Missing: blind on 1 node: node-1: no events from Tetragon: connection"
                  + " refused");
      assertThat(status.nodes())
          .isEqualTo(
              new DetectionPolicyStatus.Nodes(
                  "2/2",
                  2,
                  2,
                  1,
                  List.of(new BlindNode("node-1", "no events from Tetragon: connection refused"))));
    }

    @Test
    void isThereForExecutionsAloneWhereSysmonStandsInForTetragon() {
      AgentState sysmon = new NodeObservation.ExecutionsOnly("Sysmon");
      assertThat(dataAvailable(exec(), sysmon)).isEqualTo("True Available: ");
      assertThat(dataAvailable(connect(), sysmon))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: Sysmon reports only programs that"
                  + " start (ProcessExec)");
      assertThat(dataAvailable(exec("requires: {tetragon: [ProcessCredentials]}"), sysmon))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: Sysmon has no such thing as"
                  + " enable-process-cred");
    }

    @Test
    void needsSomeTracingPolicyForEventsThatOnlyThoseMake() {
      assertThat(dataAvailable(connect(), NO_POLICIES))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: no tracing policy is loaded, and only they"
                  + " make events of these kinds");
      assertThat(dataAvailable(connect(), connected(Map.of(), tracing("any", State.ENABLED, ""))))
          .isEqualTo("True Available: ");
    }

    @Test
    void needsTheTracingPoliciesThatThePolicyNames() {
      DetectionPolicy policy = exec("requires: {tracingPolicies: [a, b, c, d]}");
      assertThat(
              dataAvailable(
                  policy,
                  connected(
                      Map.of(),
                      tracing("a", State.ENABLED, ""),
                      tracing("b", State.FAILED, "no such hook"),
                      tracing("c", State.DISABLED, ""))))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: tracing policy b did not load: no such"
                  + " hook; tracing policy c is disabled; tracing policy d is not there");
    }

    private ObservedTracingPolicy hooked(String name, Map<String, Boolean> hooks) {
      return new ObservedTracingPolicy(name, State.ENABLED, "", hooks);
    }

    @Test
    void aShippedTracingPolicyWithoutItsHooksIsBlind() {
      DetectionPolicy policy = exec("requires: {tracingPolicies: [tocsin-files]}");
      assertThat(
              dataAvailable(
                  policy,
                  connected(
                      Map.of(),
                      hooked("tocsin-files", Map.of("security_path_link", true)),
                      hooked("tocsin-bpf", Map.of("security_bpf", true)))))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: tracing policy tocsin-files does not trace"
                  + " fd_install");
    }

    @Test
    void aTracingPolicyOfAnotherNameWithTheHooksWillDo() {
      DetectionPolicy policy = exec("requires: {tracingPolicies: [tocsin-bpf]}");
      assertThat(
              dataAvailable(
                  policy, connected(Map.of(), hooked("own", Map.of("security_bpf", true)))))
          .isEqualTo("True Available: ");
      assertThat(
              dataAvailable(
                  policy, connected(Map.of(), hooked("own", Map.of("security_bpf", false)))))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: tracing policy tocsin-bpf is not there, and"
                  + " no other traces security_bpf");
    }

    @Test
    void matchesThatCameLatelyAreProof() {
      DetectionPolicy policy =
          Yaml.policyOf(
              "tocsin-system",
              "p",
              "{title: t, severity: High, events: [ProcessConnect], match: 'true', requires:"
                  + " {tracingPolicies: [tocsin-connect]}}");
      AgentState agent = connected(Map.of(), tracing("own", State.ENABLED, ""));

      assertThat(dataAvailable(policy, new TracedMatch(ago(60), "tcp_connect"), agent))
          .isEqualTo("True Available: ");
      assertThat(dataAvailable(policy, new TracedMatch(ago(7200), "tcp_connect"), agent))
          .isEqualTo(
              "Unknown NotKnown: it is not known on node-0: whether another traces tcp_connect:"
                  + " tracing policy tocsin-connect is not there");
      assertThat(dataAvailable(policy, new TracedMatch(ago(7200), "tcp_connect"), NO_POLICIES))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: tracing policy tocsin-connect is not there");
      assertThat(
              dataAvailable(
                  policy,
                  new TracedMatch(ago(60), "tcp_connect"),
                  connected(Map.of(), tracing("tocsin-bpf", State.ENABLED, ""))))
          .isEqualTo("True Available: ");
    }

    @Test
    void aMatchProvesTheNodeThatItIsOf() {
      DetectionPolicy policy = exec("requires: {tracingPolicies: [tocsin-connect]}");
      PolicyOutcome state = state(policy);
      AgentState agent = connected(Map.of(), tracing("tocsin-bpf", State.ENABLED, ""));
      List<NodeObservation> nodes =
          List.of(
              new NodeObservation(
                  "a",
                  UNLABELLED,
                  Set.of(state.id()),
                  agent,
                  Map.of(state.id(), matched(policy, new TracedMatch(ago(60), "tcp_connect")))),
              new NodeObservation(
                  "b",
                  UNLABELLED,
                  Set.of(state.id()),
                  agent,
                  Map.of(state.id(), matched(policy, TracedMatch.NONE))));
      assertThat(condition(assess(policy, state, nodes, List.of()), "DataAvailable"))
          .isEqualTo(
              "False Missing: blind on 1 node: b: tracing policy tocsin-connect is not there");
    }

    /** A match by a hook that is still there is proof; one by a hook that is gone is history. */
    @Test
    void whatTheAgentTellsOfHooksIsNewerThanAMatch() {
      DetectionPolicy policy = exec("requires: {tracingPolicies: [tocsin-files]}");
      AgentState other = connected(Map.of(), hooked("own", Map.of("security_file_open", true)));
      AgentState edited = connected(Map.of(), hooked("tocsin-files", Map.of("fd_close", true)));
      AgentState half = connected(Map.of(), hooked("tocsin-files", Map.of("fd_install", true)));

      assertThat(dataAvailable(policy, new TracedMatch(ago(60), "security_file_open"), other))
          .isEqualTo("True Available: ");
      assertThat(dataAvailable(policy, new TracedMatch(ago(60), "fd_install"), edited))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: tracing policy tocsin-files does not trace"
                  + " fd_install, security_path_link");
      assertThat(dataAvailable(policy, new TracedMatch(ago(60), "fd_install"), half))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: tracing policy tocsin-files does not trace"
                  + " security_path_link");
    }

    @Test
    void needsOneHookOfEachRequirement() {
      DetectionPolicy policy =
          exec(
              "requires: {hooks: [{anyOf: [security_file_open, fd_install]},"
                  + " {anyOf: [__x64_sys_mount, security_sb_mount]}]}");
      assertThat(
              dataAvailable(
                  policy,
                  connected(
                      Map.of(), hooked("own", Map.of("fd_install", true, "sys_mount", true)))))
          .isEqualTo("True Available: ");
      assertThat(
              dataAvailable(
                  policy,
                  connected(
                      Map.of(), hooked("own", Map.of("fd_install", true, "sys_mount", false)))))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: no tracing policy has hook sys_mount or"
                  + " security_sb_mount; in own it did not load");
      assertThat(dataAvailable(policy, new NodeObservation.ExecutionsOnly("Sysmon")))
          .contains("reports only programs that start");
    }

    @Test
    void anOlderAgentIsBelievedTheNamesOfShippedTracingPolicies() {
      DetectionPolicy policy =
          exec("requires: {hooks: [{anyOf: [security_file_open, fd_install]}]}");
      assertThat(
              dataAvailable(
                  policy, connected(Map.of(), tracing("tocsin-files", State.ENABLED, ""))))
          .isEqualTo("True Available: ");
      assertThat(
              dataAvailable(policy, connected(Map.of(), tracing("tocsin-bpf", State.ENABLED, ""))))
          .startsWith("False Missing");
      assertThat(dataAvailable(policy, connected(Map.of(), tracing("own", State.ENABLED, ""))))
          .isEqualTo(
              "Unknown NotKnown: it is not known on node-0: whether hook security_file_open or"
                  + " fd_install is in place");
    }

    /** Of hooks of LSM and of tracepoints no agent tells the state. */
    @Test
    void aHookThatNoAgentTellsIsNotKnownUntilItMatches() {
      DetectionPolicy policy = exec("requires: {hooks: [{anyOf: [lsm/file_open]}]}");
      AgentState agent = connected(Map.of(), hooked("own", Map.of("fd_install", true)));
      assertThat(dataAvailable(policy, agent))
          .isEqualTo(
              "Unknown NotKnown: it is not known on node-0: whether hook lsm/file_open is in"
                  + " place");
      assertThat(dataAvailable(policy, new TracedMatch(ago(60), "lsm/file_open"), agent))
          .isEqualTo("True Available: ");
      assertThat(dataAvailable(policy, NO_POLICIES)).startsWith("False Missing");
    }

    @Test
    void aTracingPolicyThatIsTooNewForTheAgentSaysSo() {
      DetectionPolicy policy = exec("requires: {tracingPolicies: [tocsin-files]}");
      Optional<List<ObservedTracingPolicy>> failed =
          Optional.of(List.of(tracing("tocsin-files", State.FAILED, "unknown field")));
      assertThat(dataAvailable(policy, new Connected("v1.4.1", failed, Map.of())))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: tracing policy tocsin-files did not load (it"
                  + " needs Tetragon 1.6, and this is v1.4.1): unknown field");
      assertThat(dataAvailable(policy, new Connected("v1.7.0", failed, Map.of())))
          .endsWith("tracing policy tocsin-files did not load: unknown field");
    }

    @Test
    void isMissingWithoutTheValuesThatThePolicyCannotFireWithout() {
      String spec =
          "{title: t, events: [ProcessExec], lists: [{name: allowed, values: [%s]}],"
              + " match: 'size(lists.allowed) > 0 && !container.image.isImageIn(lists.allowed)'}";
      assertThat(
              dataAvailable(Yaml.policyOf("tocsin-system", "p", spec.formatted("")), NO_POLICIES))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: it cannot fire without a value in"
                  + " lists.allowed");
      assertThat(
              dataAvailable(
                  Yaml.policyOf("tocsin-system", "p", spec.formatted("nginx")), NO_POLICIES))
          .isEqualTo("True Available: ");
    }

    private static long ago(long seconds) {
      return NOW.minusSeconds(seconds).getEpochSecond() * 1_000_000_000L;
    }

    private String dataAvailable(DetectionPolicy policy, TracedMatch newest, AgentState agent) {
      PolicyOutcome state = state(policy);
      return condition(
          assess(
              policy,
              state,
              List.of(
                  new NodeObservation(
                      "node-0",
                      UNLABELLED,
                      Set.of(state.id()),
                      agent,
                      Map.of(state.id(), matched(policy, newest)))),
              List.of()),
          "DataAvailable");
    }

    private static PolicyStats matched(DetectionPolicy policy, TracedMatch newest) {
      return new PolicyStats(
          state(policy).id(),
          127,
          1,
          NOW.getEpochSecond() * 1_000_000_000L,
          0,
          false,
          "",
          Map.of(),
          Map.of(),
          0,
          0,
          Cost.NONE,
          newest,
          List.of());
    }

    /** Partly loaded: what a policy that is not shipped is for is not known, only what it lacks. */
    @Test
    void aHookThatDidNotLoadIsNamed() {
      DetectionPolicy policy = exec("requires: {tracingPolicies: [own]}");
      assertThat(
              dataAvailable(
                  policy, connected(Map.of(), hooked("own", Map.of("f", true, "g", false)))))
          .isEqualTo("False Missing: blind on 1 node: node-0: tracing policy own does not trace g");
    }

    @Test
    void aTracingPolicyThatLeavesTheNodeOutIsMissing() {
      DetectionPolicy policy = exec("requires: {tracingPolicies: [a]}");
      assertThat(dataAvailable(policy, connected(Map.of(), tracing("a", State.SKIPPED, ""))))
          .isEqualTo(
              "False Missing: blind on 1 node: node-0: tracing policy a is not meant for this"
                  + " node");
    }

    @Test
    void needsTheOptionsThatThePolicyNames() {
      DetectionPolicy policy = exec("requires: {tetragon: [ProcessCredentials, Ancestors]}");
      assertThat(
              dataAvailable(
                  policy,
                  connected(
                      Map.of(
                          TetragonOption.PROCESS_CREDENTIALS,
                          true,
                          TetragonOption.ANCESTORS,
                          false))))
          .isEqualTo("False Missing: blind on 1 node: node-0: Tetragon's enable-ancestors is off");
    }

    @Test
    void isNotKnownWhereTheAgentDoesNotTell() {
      DetectionPolicy policy = exec("requires: {tetragon: [Namespaces], tracingPolicies: [files]}");
      assertThat(dataAvailable(policy, new Connected(Optional.empty(), Map.of())))
          .isEqualTo(
              "Unknown NotKnown: it is not known on node-0: which tracing policies are loaded,"
                  + " node-0: whether Tetragon's enable-process-ns is on");
    }
  }

  @Nested
  class Healthy {
    private String healthy(long errors, boolean suspended) {
      PolicyStats stats =
          new PolicyStats(
              state(exec()).id(),
              0,
              0,
              0,
              errors,
              suspended,
              "no such key",
              Map.of(),
              Map.of(),
              0,
              0,
              Cost.NONE,
              TracedMatch.NONE,
              List.of());
      return condition(assess(exec(), List.of(stats), NO_POLICIES), "Healthy");
    }

    @Test
    void whileItRuns() {
      assertThat(healthy(0, false)).isEqualTo("True Running: ");
    }

    @Test
    void withSomeErrors() {
      assertThat(healthy(3, false))
          .isEqualTo("True SomeErrors: 3 events were not evaluated: no such key");
    }

    @Test
    void notWhenItWasSuspended() {
      assertThat(healthy(1000, true)).isEqualTo("False Suspended: no such key");
    }
  }

  /** What Flux, Helm and {@code kubectl wait} go by. */
  @Nested
  class Ready {
    private static Kstatus kstatus(DetectionPolicyStatus status) {
      return Kstatus.of(3, status.observedGeneration(), status.conditions());
    }

    @Test
    void whenAllNodesRunIt() {
      DetectionPolicyStatus status = assess(exec(), NO_POLICIES, NO_POLICIES);
      assertThat(condition(status, "Ready")).isEqualTo("True Loaded: generation 3 runs on 2 nodes");
      assertThat(kstatus(status)).isEqualTo(Kstatus.CURRENT);
    }

    @Test
    void alsoWhereANodeCannotSee() {
      DetectionPolicyStatus status = assess(exec(), new Unreachable("gone"));
      assertThat(condition(status, "DataAvailable")).startsWith("False");
      assertThat(kstatus(status)).isEqualTo(Kstatus.CURRENT);
    }

    @Test
    void notWhileNodesLoadIt() {
      PolicyOutcome state = state(exec());
      DetectionPolicyStatus status =
          assess(
              exec(),
              state,
              List.of(new NodeObservation("a", UNLABELLED, Set.of(), NO_POLICIES)),
              List.of());
      assertThat(condition(status, "Ready"))
          .isEqualTo("False Loading: generation 3 does not run on 1 node: a");
      assertThat(condition(status, "Reconciling")).startsWith("True Loading");
      assertThat(kstatus(status)).isEqualTo(Kstatus.IN_PROGRESS);
    }

    @Test
    void notBeforeANodeHasReported() {
      DetectionPolicyStatus status = assess(exec());
      assertThat(condition(status, "Ready")).isEqualTo("False NoNodes: no node has reported");
      assertThat(kstatus(status)).isEqualTo(Kstatus.IN_PROGRESS);
    }

    @Test
    void whenNoNodeIsToRunIt() {
      DetectionPolicyStatus status =
          assess(exec("scope: {nodeSelector: {matchLabels: {gpu: a100}}}"), NO_POLICIES);
      assertThat(condition(status, "Ready")).startsWith("True NoNodes");
      assertThat(kstatus(status)).isEqualTo(Kstatus.CURRENT);
    }

    @Test
    void whenItIsDisabled() {
      DetectionPolicyStatus status = assess(exec("mode: Disabled"), NO_POLICIES);
      assertThat(condition(status, "Ready")).isEqualTo("True Disabled: spec.mode is Disabled");
      assertThat(kstatus(status)).isEqualTo(Kstatus.CURRENT);
    }

    @Test
    void neverWhenItIsRefused() {
      DetectionPolicyStatus status = assess(broken(), NO_POLICIES);
      assertThat(condition(status, "Ready")).startsWith("False Invalid: spec.match:1:1: ");
      assertThat(condition(status, "Stalled")).startsWith("True Invalid: spec.match:1:1: ");
      assertThat(condition(status, "Reconciling")).isEmpty();
      assertThat(kstatus(status)).isEqualTo(Kstatus.FAILED);
    }

    @Test
    void neverWhenItWasSuspended() {
      PolicyStats stats =
          new PolicyStats(
              new PolicyId("tocsin-system", "p", "uid-of-p", 3),
              0,
              0,
              0,
              1000,
              true,
              "no such key",
              Map.of(),
              Map.of(),
              0,
              0,
              Cost.NONE,
              TracedMatch.NONE,
              List.of());
      DetectionPolicyStatus status = assess(exec(), List.of(stats), NO_POLICIES);
      assertThat(condition(status, "Stalled")).startsWith("True Suspended: ");
      assertThat(kstatus(status)).isEqualTo(Kstatus.FAILED);
    }
  }

  @Test
  void aTransitionHasATimeOfItsOwn() {
    DetectionPolicy policy = exec();
    DetectionPolicyStatus before = assess(policy, NO_POLICIES);
    List<Condition> earlier =
        before.conditions().stream()
            .map(each -> each.toBuilder().withLastTransitionTime("2020-01-01T00:00:00Z").build())
            .toList();
    policy.setStatus(
        new DetectionPolicyStatus(null, 2L, earlier, null, null, null, null, null, List.of()));
    assertThat(assess(policy, new Unreachable("gone")).conditions())
        .extracting(Condition::getType, Condition::getLastTransitionTime)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Accepted", "2020-01-01T00:00:00Z"),
            org.assertj.core.groups.Tuple.tuple("Loaded", "2020-01-01T00:00:00Z"),
            org.assertj.core.groups.Tuple.tuple("DataAvailable", "2026-11-24T12:00:00Z"),
            org.assertj.core.groups.Tuple.tuple("Healthy", "2020-01-01T00:00:00Z"),
            org.assertj.core.groups.Tuple.tuple("Ready", "2020-01-01T00:00:00Z"));
  }

  @Test
  void aVeryLongMessageIsCut() {
    StatusConditions conditions = new StatusConditions(List.of(), 1, NOW);
    conditions.add(PolicyCondition.INVALID.reason(), "x".repeat(100_000));
    assertThat(conditions.list().getFirst().getMessage()).hasSize(4097).endsWith("x…");
  }
}
