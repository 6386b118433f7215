package dev.tocsin.alert;

import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Text;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.Pod;
import java.util.List;

/**
 * What stays known of an alert once it is written: enough to count it and to announce it.
 *
 * @param attack the techniques of the policy; none for an overflow alert, which is none of them
 * @param podName {@code ""} for a process outside any known pod
 * @param workload kind and name of what the pod belongs to, as {@code Deployment/web}; {@code ""}
 *     when it is a pod of its own
 */
public record AlertSummary(
    String policyNamespace,
    String policyName,
    Severity severity,
    List<Policy.AttackTechnique> attack,
    String message,
    String node,
    String podNamespace,
    String podName,
    String podUid,
    String workload) {
  private static final int MESSAGE = 1024;

  static AlertSummary of(Finding finding) {
    String message = finding.message();
    Policy policy = finding.policy();
    return of(finding, policy.mitreAttack(), message.isEmpty() ? policy.title() : message);
  }

  /** Of an overflow alert: unless it is of one pod, no single pod is what it is about. */
  static AlertSummary of(Finding finding, Overflow overflow) {
    return overflow.cap() == Cap.POD
        ? of(finding, List.of(), overflow.message())
        : new AlertSummary(
            finding.policy().id().namespace(),
            finding.policy().id().name(),
            overflow.severity(),
            List.of(),
            overflow.message(),
            "",
            "",
            "",
            "",
            "");
  }

  private static AlertSummary of(
      Finding finding, List<Policy.AttackTechnique> attack, String message) {
    Policy policy = finding.policy();
    Facts facts = finding.facts();
    Pod pod = facts.where().pod();
    return new AlertSummary(
        policy.id().namespace(),
        policy.id().name(),
        policy.severity(),
        attack,
        Text.cut(message, MESSAGE),
        facts.node(),
        pod.namespace(),
        pod.name(),
        pod.uid(),
        workload(pod.workload().kind(), pod.workload().name()));
  }

  /** {@code Deployment/web}. */
  public static String workload(String kind, String name) {
    return kind.isEmpty() || name.isEmpty() ? "" : kind + "/" + name;
  }

  public static AlertSummary of(Alert alert) {
    return alert.overflow() == null ? of(alert.finding()) : of(alert.finding(), alert.overflow());
  }

  /** {@code namespace/name} of the policy. */
  public String policyKey() {
    return policyNamespace + "/" + policyName;
  }

  /** The pod as {@code namespace/name}; the node for what runs in no known pod. */
  String subject() {
    return podName.isEmpty() ? node : podNamespace + "/" + podName;
  }

  /** The workload with its namespace; the pod where it has none, the node where there is no pod. */
  String workloadKey() {
    return workload.isEmpty() ? subject() : podNamespace + "/" + workload;
  }
}
