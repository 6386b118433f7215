package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Findings of one group in several namespaces: who reads one sees nothing of another. */
class SpanningGroupTest {
  private final Pipeline pipeline = new Pipeline();
  private final Findings findings = pipeline.findings;
  private final AlertDigest digest = new AlertDigest();

  @BeforeEach
  void groupByProgram() {
    findings.groupsByPod = false;
    findings.program = "curl";
  }

  @Test
  void eachNamespaceHasItsOwnAlert() {
    fire("shop", "web-1", "--token shop");
    fire("bank", "web-2", "--token bank");
    fire("shop", "web-1", "--token shop");
    pipeline.run(Duration.ofMinutes(1));
    Pipeline restarted = pipeline.restarted();
    restarted.fire("web-3");
    restarted.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.all())
        .extracting(alert -> alert.ref().namespace() + " " + alert.tally().count())
        .containsExactlyInAnyOrder("shop 3", "bank 1");
    assertThat(pipeline.store.all())
        .allSatisfy(
            alert ->
                assertThat(alert.tally().samples())
                    .allSatisfy(
                        sample -> {
                          assertThat(sample.podNamespace()).isEqualTo(alert.ref().namespace());
                          assertThat(sample.process().arguments())
                              .endsWith(alert.ref().namespace());
                        }));
  }

  @Test
  void hostProcessesHaveAnAlertOfTheirOwn() {
    fire("shop", "web-1", "-c id");
    fire("", "host", "-c id");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.all())
        .extracting(alert -> alert.ref().namespace())
        .containsExactlyInAnyOrder("shop", "tocsin-system");
  }

  @Test
  void namesStayWhereTheGroupIsOfOneNamespace() {
    findings.groupsByPod = true;
    fire("shop", "web-1", "-c id");
    findings.policyNamespace = "shop";
    findings.groupsByPod = false;
    fire("shop", "web-1", "-c id");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.all())
        .extracting(alert -> alert.ref().name().toString())
        .containsExactlyElementsOf(
            List.of(
                "shell-in-pod-"
                    + digest.of(
                        "tocsin-system",
                        "shell-in-pod",
                        java.util.Map.of("pod.uid", "web-1", "process.name", "curl")),
                "shell-in-pod-"
                    + digest.of("shop", "shell-in-pod", java.util.Map.of("process.name", "curl"))));
  }

  private void fire(String namespace, String pod, String arguments) {
    findings.namespace = namespace;
    findings.arguments = arguments;
    pipeline.fire(pod);
  }
}
