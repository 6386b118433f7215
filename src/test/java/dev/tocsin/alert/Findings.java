package dev.tocsin.alert;

import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.LabelSelector;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes findings for tests: each call of {@link #finding} gives the next one, with its own id. */
public final class Findings {
  private final InstantSource clock;
  private long made;

  /** Ids are unique in the whole cluster: to be set where tests share one. */
  public String idPrefix = "finding-";

  public String policyNamespace = "tocsin-system";
  public String policyName = "shell-in-pod";
  public Severity severity = Severity.HIGH;
  public Policy.Mode mode = Policy.Mode.ACTIVE;
  public Duration expireAfter = Duration.ofHours(720);
  public String node = "node-1";
  public String namespace = "shop";

  /** The only namespace that the policy sees; none: the cluster. */
  public String scope = "";

  public String arguments = "-c id";

  /** The Deployment of the pods; empty: each pod has its own. */
  public String workload = "";

  /** Whether alerts are grouped by pod. */
  public boolean groupsByPod = true;

  /** What the process is called, where alerts are grouped by that too; empty: they are not. */
  public String program = "";

  public Findings(InstantSource clock) {
    this.clock = clock;
  }

  /** Of the group that this pod makes, as of now. */
  public Finding finding(String pod) {
    return finding(pod, clock.instant());
  }

  public Finding finding(String pod, Instant eventTime) {
    return finding(idPrefix + made++, pod, eventTime);
  }

  public Finding finding(String id, String pod, Instant eventTime) {
    return new Finding(id, policy(), group(pod), "sh in " + pod, facts(pod, eventTime));
  }

  private Map<String, String> group(String pod) {
    Map<String, String> group = new LinkedHashMap<>();
    if (groupsByPod) {
      group.put("pod.uid", pod);
    }
    if (!program.isEmpty()) {
      group.put("process.name", program);
    }
    return group;
  }

  Policy policy() {
    return new Policy(
        new PolicyId(policyNamespace, policyName, "uid-of-" + policyName, 1),
        "Shell in a pod",
        severity,
        50,
        List.of(new Policy.AttackTechnique("T1059", List.of("Execution"))),
        mode,
        new Scope(
            scope,
            LabelSelector.EVERYTHING,
            LabelSelector.EVERYTHING,
            LabelSelector.EVERYTHING,
            List.of(),
            List.of(),
            Scope.Host.INCLUDE),
        Set.of(EventKind.PROCESS_EXEC),
        List.of(),
        List.of(),
        "true",
        List.of(),
        null,
        new Policy.Alerting(List.of("pod.uid"), "", expireAfter));
  }

  private Facts facts(String pod, Instant time) {
    ProcessSnapshot process =
        ProcessSnapshot.builder()
            .name("sh")
            .binary("/bin/sh")
            .arguments(arguments)
            .cwd("/")
            .user("root")
            .pid(42)
            .execId("exec-" + made)
            .build();
    ProcessSnapshot parent =
        ProcessSnapshot.builder()
            .name("init")
            .binary("/sbin/init")
            .cwd("/")
            .user("root")
            .pid(1)
            .execId("parent")
            .build();
    return Facts.builder(
            EventKind.PROCESS_EXEC,
            time.getEpochSecond() * 1_000_000_000L + time.getNano(),
            where(pod))
        .node(node)
        .cluster("cluster")
        .process(process)
        .ancestors(List.of(parent))
        .build();
  }

  private Attribution where(String pod) {
    Node on = new Node(node, Map.of());
    if (namespace.isEmpty()) {
      return new Attribution(Attribution.Source.HOST, Pod.NONE, Container.NONE, on);
    }
    return new Attribution(
        Attribution.Source.LIVE,
        Pod.builder()
            .namespace(namespace)
            .name(pod)
            .uid(pod)
            .serviceAccount("default")
            .labels(Map.of("app", pod))
            .workload(new Pod.Workload("Deployment", workload.isEmpty() ? pod : workload))
            .node(node)
            .build(),
        Container.builder()
            .name("main")
            .id("0123456789abcdef")
            .image("busybox:1.36")
            .imageID("busybox@sha256:0")
            .build(),
        on);
  }
}
