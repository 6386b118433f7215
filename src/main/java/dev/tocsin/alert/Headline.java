package dev.tocsin.alert;

import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Policy;
import dev.tocsin.engine.Severity;
import dev.tocsin.engine.Text;
import dev.tocsin.event.Pod;

/**
 * What stays known of an alert once it is written: enough to count it and to announce it.
 *
 * @param podName {@code ""} for a process outside any known pod
 */
public record Headline(
    String policyNamespace,
    String policyName,
    Severity severity,
    String message,
    String node,
    String podNamespace,
    String podName,
    String podUid) {

  static Headline of(Finding finding) {
    Policy policy = finding.policy();
    Facts facts = finding.facts();
    Pod pod = facts.where().pod();
    return new Headline(
        policy.id().namespace(),
        policy.id().name(),
        policy.severity(),
        Text.cut(finding.message().isEmpty() ? policy.title() : finding.message(), 1024),
        facts.node(),
        pod.namespace(),
        pod.name(),
        pod.uid());
  }

  /** Of an overflow alert: no single pod is what it is about. */
  static Headline of(Finding finding, Overflow overflow) {
    return new Headline(
        finding.policy().id().namespace(),
        finding.policy().id().name(),
        Severity.HIGH,
        overflow.message(),
        "",
        "",
        "",
        "");
  }

  public static Headline of(Alert alert) {
    return alert.overflow() == null ? of(alert.finding()) : of(alert.finding(), alert.overflow());
  }

  /** {@code namespace/name} of the policy. */
  public String policyKey() {
    return policyNamespace + "/" + policyName;
  }
}
