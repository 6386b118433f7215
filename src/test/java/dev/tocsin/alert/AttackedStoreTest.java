package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.policy.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one pod, or one tenant, makes of alerts takes nothing from others. */
class AttackedStoreTest {
  private final Pipeline pipeline = new Pipeline();
  private final Findings findings = pipeline.findings;
  private final MemoryStore store = pipeline.store;

  /** {@code for i in 1..250: cp /bin/true /tmp/.x$i; /tmp/.x$i}. */
  @Test
  void programNamesDeleteNoAlertsOfOthersAndFoldNone() {
    policy("shell-in-pod", Severity.MEDIUM);
    findings.namespace = "shop";
    fire("victim-1");
    fire("victim-2");
    pipeline.run(Duration.ofMinutes(1));
    policy("program-not-in-image", Severity.HIGH);
    findings.namespace = "attacker";
    for (int i = 1; i <= 250; i++) {
      findings.program = ".x" + i;
      fire("evil");
    }
    findings.program = "";
    findings.namespace = "shop";
    fire("victim-1");
    fire("victim-2");
    findings.workload = "replicated";
    fire("victim-3");
    fire("victim-4");
    pipeline.run(Duration.ofMinutes(5));

    assertThat(alertsIn("shop"))
        .containsExactlyInAnyOrder(
            "shell-in-pod victim-1 1",
            "shell-in-pod victim-2 1",
            "program-not-in-image victim-1 1",
            "program-not-in-image victim-2 1",
            "program-not-in-image victim-3 1",
            "program-not-in-image victim-4 1");
    assertThat(alertsIn("attacker")).hasSize(20 + 1).contains("program-not-in-image evil 230");
    assertThat(pipeline.verbs()).doesNotContain("delete");
  }

  /** Pods and workloads are made as easily as names, by who may make them in a namespace. */
  @Test
  void madeUpWorkloadsFillTheirOwnNamespaceOnly() {
    policy("program-not-in-image", Severity.CRITICAL);
    findings.namespace = "attacker";
    for (int pod = 0; pod < 5000; pod++) {
      findings.node = "node-" + pod % 20;
      for (int program = 0; program < 3; program++) {
        findings.program = ".x" + program;
        fire("evil-" + pod);
      }
    }
    findings.program = "";
    findings.namespace = "shop";
    policy("shell-in-pod", Severity.MEDIUM);
    findings.workload = "web";
    for (int pod = 0; pod < 30; pod++) {
      fire("victim-" + pod);
    }
    policy("program-not-in-image", Severity.CRITICAL);
    for (int pod = 0; pod < 30; pod++) {
      fire("victim-" + pod);
    }
    pipeline.run(Duration.ofMinutes(20));

    assertThat(alertsIn("attacker")).hasSizeLessThan(3 * Cap.NAMESPACE.usual());
    assertThat(alertsIn("shop")).hasSize(60);
  }

  /** A node that is taken over can claim any workload of a namespace. */
  @Test
  void aNodeThatMakesWorkloadsUpFillsNoNamespaceAlone() {
    findings.namespace = "shop";
    findings.node = "evil";
    policy("program-not-in-image", Severity.CRITICAL);
    for (int pod = 0; pod < 2000; pod++) {
      fire("made-up-" + pod);
    }
    findings.node = "node-2";
    findings.workload = "web";
    for (int pod = 0; pod < 30; pod++) {
      fire("victim-" + pod);
    }
    pipeline.run(Duration.ofMinutes(20));

    assertThat(alertsIn("shop")).filteredOn(alert -> alert.contains("victim")).hasSize(30);
  }

  @Test
  void aTenantsCriticalPolicyTakesNothingFromTheClustersPolicies() {
    findings.namespace = "kube-system";
    policy("escape", Severity.HIGH);
    fire("proxy-1");
    pipeline.run(Duration.ofMinutes(1));
    findings.policyNamespace = "tenant";
    findings.namespace = "tenant";
    policy("mine", Severity.CRITICAL);
    for (int exec = 0; exec < 3000; exec++) {
      findings.program = "exec-id-" + exec;
      fire("pod-" + exec % 100);
    }
    findings.program = "";
    findings.policyNamespace = "tocsin-system";
    policy("escape", Severity.MEDIUM);
    for (int pod = 0; pod < 100; pod++) {
      fire("pod-" + pod);
    }
    findings.namespace = "kube-system";
    fire("proxy-2");
    pipeline.run(Duration.ofMinutes(20));

    assertThat(alertsIn("kube-system"))
        .containsExactlyInAnyOrder("escape proxy-1 1", "escape proxy-2 1");
    assertThat(alertsIn("tenant"))
        .filteredOn(alert -> alert.startsWith("escape"))
        .as("in its own namespace neither")
        .hasSize(100);
    assertThat(alertsIn("tenant").size()).isLessThan(100 + 3 * Cap.NAMESPACED.usual());
  }

  @Test
  void aFloodInOneNamespaceDelaysNoAlertsOfAnother() {
    policy("flooded", Severity.CRITICAL);
    findings.namespace = "attacker";
    for (int pod = 0; pod < 400; pod++) {
      fire("evil-" + pod);
    }
    pipeline.run(Duration.ofSeconds(30));
    findings.namespace = "shop";
    policy("low", Severity.LOW);
    fire("victim-1");
    policy("critical", Severity.CRITICAL);
    fire("victim-2");
    pipeline.run(Duration.ofSeconds(10));

    assertThat(alertsIn("shop")).containsExactlyInAnyOrder("low victim-1 1", "critical victim-2 1");
    assertThat(alertsIn("attacker")).hasSizeLessThan(200);
  }

  @Test
  void aTenantsPoliciesGetAFifthOfTheWritesWhileTheClustersWait() {
    findings.policyNamespace = "tenant";
    findings.namespace = "tenant";
    policy("mine", Severity.CRITICAL);
    for (int pod = 0; pod < 200; pod++) {
      fire("pod-" + pod);
    }
    findings.policyNamespace = "tocsin-system";
    findings.namespace = "shop";
    policy("low", Severity.LOW);
    for (int pod = 0; pod < 200; pod++) {
      fire("pod-" + pod);
    }
    pipeline.run(Duration.ofSeconds(40));

    assertThat(alertsIn("shop").size()).isBetween(110, 130);
    assertThat(alertsIn("tenant").size()).isBetween(20, 40);
  }

  @Test
  void oneTenantsFloodDelaysNoOtherTenantWhileTheClusterIsBusy() {
    policy("mine", Severity.CRITICAL);
    for (String tenant : List.of("tenant-a", "tenant-b", "tenant-c")) {
      findings.policyNamespace = tenant;
      findings.namespace = tenant;
      for (int pod = 0; pod < (tenant.equals("tenant-b") ? 200 : 10); pod++) {
        fire("pod-" + pod);
      }
    }
    findings.policyNamespace = "tocsin-system";
    findings.namespace = "shop";
    policy("low", Severity.LOW);
    for (int pod = 0; pod < 500; pod++) {
      fire("pod-" + pod);
    }
    pipeline.run(Duration.ofSeconds(60));

    assertThat(alertsIn("tenant-a")).hasSize(10);
    assertThat(alertsIn("tenant-c")).hasSize(10);
    assertThat(alertsIn("tenant-b")).hasSizeBetween(10, 40);
  }

  private void policy(String name, Severity severity) {
    findings.policyName = name;
    findings.severity = severity;
  }

  private void fire(String pod) {
    pipeline.fire(pod);
  }

  private List<String> alertsIn(String namespace) {
    return store.all().stream()
        .filter(alert -> alert.ref().namespace().equals(namespace))
        .map(
            alert ->
                alert.summary().policyName()
                    + " "
                    + alert.summary().podName()
                    + " "
                    + alert.tally().count())
        .toList();
  }
}
