package dev.tocsin.api.v1alpha1;

import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ContainerFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.EventFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ExceededCap;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PodFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PolicyReference;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.Workload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names the parts of a {@link SecurityAlertSpec} where it is made. */
public final class SecurityAlertSpecBuilder {
  private final PolicyReference policy;
  private final String title;
  private @Nullable String message;
  private final AlertSeverity severity;
  private @Nullable Integer riskScore;
  private List<MitreTechnique> mitreAttack = List.of();
  private @Nullable String subject;
  private @Nullable String node;
  private @Nullable String cluster;
  private @Nullable PodFacts pod;
  private @Nullable Workload workload;
  private @Nullable ContainerFacts container;
  private @Nullable ProcessFacts process;
  private List<ProcessFacts> ancestors = List.of();
  private @Nullable EventFacts event;
  private Map<String, String> group = Map.of();
  private @Nullable ExceededCap overflow;
  private @Nullable String expireAfter;
  private @Nullable Triage triage;

  SecurityAlertSpecBuilder(PolicyReference policy, String title, AlertSeverity severity) {
    this.policy = policy;
    this.title = title;
    this.severity = severity;
  }

  public SecurityAlertSpecBuilder message(@Nullable String message) {
    this.message = message;
    return this;
  }

  public SecurityAlertSpecBuilder riskScore(@Nullable Integer riskScore) {
    this.riskScore = riskScore;
    return this;
  }

  public SecurityAlertSpecBuilder mitreAttack(List<MitreTechnique> mitreAttack) {
    this.mitreAttack = mitreAttack;
    return this;
  }

  public SecurityAlertSpecBuilder subject(@Nullable String subject) {
    this.subject = subject;
    return this;
  }

  public SecurityAlertSpecBuilder node(@Nullable String node) {
    this.node = node;
    return this;
  }

  public SecurityAlertSpecBuilder cluster(@Nullable String cluster) {
    this.cluster = cluster;
    return this;
  }

  public SecurityAlertSpecBuilder pod(@Nullable PodFacts pod) {
    this.pod = pod;
    return this;
  }

  public SecurityAlertSpecBuilder workload(@Nullable Workload workload) {
    this.workload = workload;
    return this;
  }

  public SecurityAlertSpecBuilder container(@Nullable ContainerFacts container) {
    this.container = container;
    return this;
  }

  public SecurityAlertSpecBuilder process(@Nullable ProcessFacts process) {
    this.process = process;
    return this;
  }

  public SecurityAlertSpecBuilder ancestors(List<ProcessFacts> ancestors) {
    this.ancestors = ancestors;
    return this;
  }

  public SecurityAlertSpecBuilder event(@Nullable EventFacts event) {
    this.event = event;
    return this;
  }

  public SecurityAlertSpecBuilder group(Map<String, String> group) {
    this.group = group;
    return this;
  }

  public SecurityAlertSpecBuilder overflow(@Nullable ExceededCap overflow) {
    this.overflow = overflow;
    return this;
  }

  public SecurityAlertSpecBuilder expireAfter(@Nullable String expireAfter) {
    this.expireAfter = expireAfter;
    return this;
  }

  public SecurityAlertSpecBuilder triage(@Nullable Triage triage) {
    this.triage = triage;
    return this;
  }

  public SecurityAlertSpec build() {
    return new SecurityAlertSpec(
        policy,
        title,
        message,
        severity,
        riskScore,
        mitreAttack,
        subject,
        node,
        cluster,
        pod,
        workload,
        container,
        process,
        ancestors,
        event,
        group,
        overflow,
        expireAfter,
        triage);
  }
}
