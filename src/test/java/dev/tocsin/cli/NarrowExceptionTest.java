package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An exception from an alert, and what it says of the alert's findings. */
class NarrowExceptionTest {
  private static final ObjectMapper YAML = new YAMLMapper();

  private static SecurityAlert alert(String arguments) throws IOException {
    return YAML.readValue(
        """
        metadata: {namespace: shop, name: shell-in-pod-q2aaaabbbbccccddddee}
        spec:
          policy: {name: shell-in-pod, namespace: tocsin-system}
          title: A shell
          severity: High
          node: node-1
          pod: {namespace: shop, name: backup-1, serviceAccount: backup}
          workload: {kind: CronJob, name: backup}
          container: {name: main}
          process: {name: sh, binary: /bin/sh, arguments: %s, pid: 42, uid: 0}
        status:
          count: 3
          samples:
            - {id: a, process: {name: sh, binary: /bin/sh, arguments: /opt/it's.sh, pid: 43, uid: 0}}
            - {id: b, process: {name: sh, binary: /bin/sh, arguments: -c id, pid: 44, uid: 0}}
            - {id: c, process: {name: sh, binary: /tmp/sh, arguments: /opt/it's.sh, pid: 45, uid: 0}}
        """
            .formatted(arguments),
        SecurityAlert.class);
  }

  private static DetectionException exception(SecurityAlert alert, boolean anyArguments) {
    return NarrowException.of(alert, anyArguments, "the backup", "storage", Optional.empty());
  }

  @Test
  void itNamesAccountWorkloadContainerProgramAndArguments() throws IOException {
    DetectionException exception = exception(alert("/opt/it's.sh"), false);

    assertThat(exception.getMetadata().getNamespace()).isEqualTo("tocsin-system");
    assertThat(exception.getMetadata().getName()).isEqualTo("shell-in-pod-ddddee");
    assertThat(exception.getSpec().policies().names()).containsExactly("shell-in-pod");
    assertThat(exception.getSpec().match())
        .isEqualTo(
            "pod.identity == 'shop/backup' && pod.workload.kind == 'CronJob' &&"
                + " pod.workload.name == 'backup' && container.name == 'main' && process.binary =="
                + " '/bin/sh' && process.arguments == '/opt/it\\'s.sh'");
  }

  @Test
  void whatItSilencesIsShownByTheFindingsOfTheAlert() throws IOException {
    SecurityAlert alert = alert("/opt/it's.sh");

    assertThat(SampleReplay.of(alert, exception(alert, false).getSpec().match()))
        .isEqualTo(
            Map.of(
                "/bin/sh /opt/it's.sh",
                true,
                "/bin/sh -c id",
                false,
                "/tmp/sh /opt/it's.sh",
                false));
    assertThat(SampleReplay.of(alert, exception(alert, true).getSpec().match()))
        .isEqualTo(
            Map.of(
                "/bin/sh /opt/it's.sh",
                true,
                "/bin/sh -c id",
                true,
                "/tmp/sh /opt/it's.sh",
                false));
  }

  @Test
  void whatTheAlertDoesNotSayAsItWasCannotBeNarrow() throws IOException {
    SecurityAlert masked = alert("\"--password *****\"");

    assertThatThrownBy(() -> exception(masked, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("use --any-arguments");
    assertThat(exception(masked, true).getSpec().match()).doesNotContain("arguments");
  }
}
