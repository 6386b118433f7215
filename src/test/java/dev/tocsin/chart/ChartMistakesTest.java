package dev.tocsin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes in values: Helm runs once for many of them, since the chart names all at once. */
class ChartMistakesTest {
  private final Helm helm = Helm.orSkip("helm");

  @TempDir private Path folder;

  /** A line each, in sentences; no regular expression is shown. */
  @Test
  void whatIsWrongIsSaidInSentencesAllAtOnce() throws IOException {
    assertThat(
            refused(
                    """
                    image: {digest: sha256:1}
                    fullnameOverride: Bell
                    nameOverride: a1234567890123456789012345678901234567890123456
                    imagePullSecrets: [{name: pull}]
                    extraLabels: {app.kubernetes.io/instance: a}
                    tetragon: {address: /var/run/tetragon.sock, metrics: "localhost:2112"}
                    sensor:
                      maxUnavailable: 0%
                      dataDirectory: var/lib
                      podLabels: {app.kubernetes.io/name: a}
                      serviceAccount: {create: false}
                      env: [{name: NODE_NAME, value: a}]
                    operator:
                      httpPort: 9443
                      tls: {secretName: My_Cert}
                    rbac: {listNamespaces: [Team A]}
                    redaction: {withholdArguments: [pay_ments]}
                    outputs: {deniedRanges: [10.0.0.1]}
                    monitoring: {podMonitor: {interval: 30 seconds}}
                    policies:
                      exclude: [shell-in-pods, xyz]
                      lists: {add: {alowed-images: [a]}}
                    packs: {linuks: {enabled: true}}
                    tracing: {exclude: [tocsin-dsn]}
                    """,
                    "--set=image.repository=")
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(String::strip))
        .containsExactly(
            "image.repository: no image is published, so the chart has none by default; push one"
                + " (make image, docs/building.md) and name it: --set"
                + " image.repository=registry.example.com/tocsin",
            "image.digest: \"sha256:1\" is no digest: sha256: and 64 hexadecimal digits",
            "fullnameOverride: \"Bell\" is no beginning of names: a lower-case letter, then letters,"
                + " digits and '-', 45 at most",
            "nameOverride: \"a1234567890123456789012345678901234567890123456\" is no part of names:"
                + " lower-case letters, digits and '-', 45 at most",
            "tetragon.address: \"/var/run/tetragon.sock\" is no address:"
                + " unix:///directory/name.sock, with a directory that sensors mount, or host:port",
            "tetragon.metrics: \"localhost:2112\" is no URL: http://host:port/metrics, or empty to"
                + " read none",
            "sensor.dataDirectory: \"var/lib\" is no directory of the node: an absolute path, or"
                + " empty to keep findings in the pod",
            "sensor.maxUnavailable: \"0%\" is no share of the nodes, from 1% to 100%",
            "operator.tls.secretName: \"My_Cert\" is no name of an object: lower-case letters,"
                + " digits, '-' and '.', a letter or digit first and last",
            "operator.tls.caConfigMap: name the ConfigMap with the ca.crt that sensors check the"
                + " certificate of operator.tls.secretName with",
            "operator.httpPort: 9443 is the operator's port for sensors; take another",
            "sensor.serviceAccount.name: name the ServiceAccount that is there already, since"
                + " create is false",
            "sensor.podLabels: app.kubernetes.io/name is set by the chart, which selects its pods"
                + " by it",
            "sensor.env: NODE_NAME is set by the chart",
            "extraLabels: app.kubernetes.io/instance is set by the chart, which selects its pods by"
                + " it",
            "redaction.withholdArguments: \"pay_ments\" is no name of a namespace: lower-case"
                + " letters, digits and '-', 63 at most",
            "rbac.listNamespaces: \"Team A\" is no name of a namespace: lower-case letters, digits"
                + " and '-', 63 at most",
            "outputs.deniedRanges: \"10.0.0.1\" is no range of addresses such as 10.0.0.0/8",
            "monitoring.podMonitor.interval: \"30 seconds\" is no duration such as 30s or 1m",
            "packs.linuks: there is no such pack (there are correlation, credential-access,"
                + " defense-evasion, discovery, escape, execution, impact, linux, network,"
                + " persistence, pod-intrusion, privilege-escalation); did you mean linux?",
            "policies.exclude: there is no shipped policy \"shell-in-pods\"; did you mean"
                + " shell-in-pod?",
            "policies.exclude: there is no shipped policy \"xyz\"",
            "tracing.exclude: there is no shipped TracingPolicy \"tocsin-dsn\"; did you mean"
                + " tocsin-dns?",
            "policies.lists.add: there is no shipped list \"alowed-images\"; did you mean"
                + " allowed-images?");
  }

  /** Keys and types are the schema's, which editors know too; it names all of them at once. */
  @Test
  void keysAndTypesAreTheSchemas() throws IOException {
    String message =
        refused(
            """
            sensor: {resource: {limits: {memory: 1Gi}}, httpPort: 70000, extraArgs: --verbose}
            operator: {replica: 2, replicas: two, env: [{nam: a}]}
            admissionPolicies: {writer: [jane]}
            packs: {linux: {mode: shadow}}
            tracing: {install: all}
            extraLabels: {number: 1}
            imagePullSecrets: [{nam: a}]
            networkPolicy: {dnsPorts: []}
            """);
    assertThat(message)
        .contains(
            "'/sensor': additional properties 'resource' not allowed",
            "'/sensor/httpPort': maximum: got 70,000, want 65,535",
            "'/sensor/extraArgs': got string, want array",
            "'/operator': additional properties 'replica' not allowed",
            "'/operator/replicas': got string, want null or integer",
            "'/operator/env/0': additional properties 'nam' not allowed",
            "'/admissionPolicies': additional properties 'writer' not allowed",
            "'/packs/linux/mode': value must be one of '', 'Active', 'Shadow', 'Disabled'",
            "'/tracing/install': value must be one of 'None', 'Required', 'All'",
            "'/extraLabels/number': got number, want string",
            "'/imagePullSecrets/0': additional properties 'nam' not allowed",
            "'/networkPolicy/dnsPorts': minItems: got 0, want 1")
        .doesNotContain("does not match pattern", "'not' failed");
  }

  @Test
  void sensorsAndOperatorDoNotShareAnAccount() throws IOException {
    assertThat(
            refused(
                """
                sensor: {serviceAccount: {name: tocsin}}
                operator: {serviceAccount: {name: tocsin}}
                """))
        .contains("sensors and operator must not share tocsin: ");
    assertThat(
            refused(
                """
                fullnameOverride: bell
                sensor: {serviceAccount: {create: false, name: bell-operator}}
                """))
        .contains("sensors and operator must not share bell-operator: ");
  }

  @Test
  void whatTheClusterLacksIsNamed() throws IOException {
    assertThat(
            refused(
                "monitoring: {podMonitor: {enabled: true}, rules: {enabled: true}}",
                "--api-versions=tocsin.dev/v1alpha1/DetectionPolicy",
                "--api-versions=monitoring.coreos.com/v1/PrometheusRule"))
        .contains(
            "monitoring.podMonitor.enabled: the cluster has no kind PodMonitor; install the"
                + " Prometheus operator first")
        .doesNotContain("monitoring.rules");
  }

  private String refused(String values, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("values.yaml"), values);
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--values=" + file);
    Command.Result result = Rendered.result(helm, all.toArray(String[]::new));
    assertThat(result.exitCode()).isNotZero();
    return result.err();
  }
}
