package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.MitreTechnique;
import dev.tocsin.api.v1alpha1.ProcessFacts;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ContainerFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.EventFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.FileFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PodFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PolicyReference;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.Workload;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.FindingSample;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.ReceiverState;
import dev.tocsin.api.v1alpha1.Timestamps;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes alerts in a namespace of a cluster, as the operator would. */
public final class Alerts {
  private final KubernetesClient client;
  private final String namespace;

  public Alerts(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** An alert that was seen last so long ago. */
  public SecurityAlert create(String policy, String name, AlertSeverity severity, Duration ago) {
    SecurityAlert alert = new SecurityAlert();
    alert.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .withLabels(Map.of("tocsin.dev/severity", apiName(severity)))
            .build());
    alert.setSpec(spec(policy, severity));
    SecurityAlert made = client.resource(alert).create();
    made.setStatus(status(3, Instant.now().minus(ago)));
    return client.resource(made).updateStatus();
  }

  /** An alert that is made of these, which get its label. */
  public void createIncident(String name, AlertSeverity highest, String... parts) {
    SecurityAlert incident = create("incident", name, AlertSeverity.LOW, Duration.ZERO);
    incident.setStatus(
        SecurityAlertStatus.builder()
            .count(1L)
            .lastSeen(Timestamps.format(Instant.now()))
            .incident(
                new SecurityAlertStatus.Incident(
                    (long) parts.length, highest, List.of(), List.of(), "two alerts"))
            .build());
    client.resource(incident).updateStatus();
    for (String part : parts) {
      client
          .resource(read(part))
          .edit(
              alert -> {
                alert.getMetadata().getLabels().put("tocsin.dev/incident", name);
                return alert;
              });
    }
  }

  private SecurityAlertSpec spec(String policy, AlertSeverity severity) {
    return SecurityAlertSpec.builder(
            new PolicyReference(policy, "tocsin-system", "u-1", 4L),
            "A shell in a database",
            severity)
        .message("sh opened \u001b[31m/etc/shadow")
        .riskScore(60)
        .mitreAttack(List.of(new MitreTechnique("T1059.004", List.of("Execution"))))
        .subject(namespace + "/db-0")
        .node("node-1")
        .pod(new PodFacts(namespace, "db-0", "p-1", "default", Map.of()))
        .workload(new Workload("StatefulSet", "db"))
        .container(new ContainerFacts("postgres", "c-1", "postgres:17", null))
        .process(process("sh", "-c 'id'", 42))
        .ancestors(List.of(process("postgres", "-D /data", 41), process("runc", "init", 40)))
        .event(
            new EventFacts(
                "FileAccess",
                "2026-11-24T10:00:00Z",
                "fd_install",
                "tocsin-files",
                null,
                new FileFacts("/etc/shadow", null, null)))
        .group(Map.of("pod.uid", "p-1"))
        .build();
  }

  private static ProcessFacts process(String name, String arguments, long pid) {
    return Serialization.unmarshal(
        """
        name: %s
        binary: /bin/%1$s
        arguments: "%s"
        cwd: /
        uid: 0
        user: root
        pid: %d
        execID: e-%3$d
        """
            .formatted(name, arguments, pid),
        ProcessFacts.class);
  }

  public static SecurityAlertStatus status(long count, Instant lastSeen) {
    return SecurityAlertStatus.builder()
        .count(count)
        .firstSeen("2026-11-24T10:00:00Z")
        .lastSeen(Timestamps.format(lastSeen))
        .nodes(List.of("node-1"))
        .nodeCount(1)
        .gap(true)
        .lostEvents(7L)
        .deliveries(
            List.of(
                new ReceiverState(
                    "tocsin-system/siem",
                    1L,
                    1L,
                    "Opened",
                    "Held",
                    "held by silence shop/work",
                    "2026-11-24T10:00:00Z")))
        .samples(
            List.of(
                new FindingSample(
                    "s-1",
                    null,
                    "2026-11-24T10:00:00Z",
                    "node-1",
                    "shop/db-0",
                    "sh said hello",
                    null)))
        .build();
  }

  public SecurityAlert read(String name) {
    return client.resources(SecurityAlert.class).inNamespace(namespace).withName(name).get();
  }

  private static String apiName(AlertSeverity severity) {
    return severity.name().charAt(0) + severity.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
