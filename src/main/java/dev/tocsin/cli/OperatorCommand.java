package dev.tocsin.cli;

import dev.tocsin.alert.AlertSettings;
import dev.tocsin.app.OperatorProcess;
import dev.tocsin.app.OperatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin operator}: the control process. */
@Command(
    name = "operator",
    description = {
      "Collect the reports of the sensors of all nodes, and write SecurityAlerts and the status of"
          + " policies.",
      "",
      "Runs in a Deployment. One of several replicas leads, the others stand by. The cluster is"
          + " that of KUBECONFIG, ~/.kube/config or, in a pod, its own."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class OperatorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--sensor-address",
      paramLabel = "HOST:PORT",
      defaultValue = "0.0.0.0:9443",
      description = "Address where sensors connect, over TLS. Default: ${DEFAULT-VALUE}")
  private String sensorAddress = "";

  @Option(
      names = "--webhook-address",
      paramLabel = "HOST:PORT",
      defaultValue = "0.0.0.0:9444",
      description =
          "Address of the admission webhook for policies, exceptions, outputs and silences, over"
              + " TLS; none: no webhook. Default: ${DEFAULT-VALUE}")
  private String webhookAddress = "";

  @Option(
      names = "--webhook-configuration",
      paramLabel = "NAME",
      defaultValue = "tocsin",
      description =
          "ValidatingWebhookConfiguration whose caBundle is kept in sync with the operator's own"
              + " certificate. Default: ${DEFAULT-VALUE}")
  private String webhookConfiguration = "";

  @Option(
      names = "--service",
      paramLabel = "NAME",
      defaultValue = "tocsin-operator",
      description =
          "Service in the system namespace by which sensors find the operator; the certificate is"
              + " issued for it. Default: ${DEFAULT-VALUE}")
  private String service = "";

  @Option(
      names = "--sensor-account",
      paramLabel = "NAME",
      defaultValue = "tocsin-sensor",
      description =
          "ServiceAccount of the sensors, in the system namespace. Default: ${DEFAULT-VALUE}")
  private String sensorAccount = "";

  @Option(
      names = "--sensor-nodes",
      paramLabel = "SELECTOR",
      defaultValue = "kubernetes.io/os=linux",
      description = "Label selector of the nodes that have a sensor. Default: ${DEFAULT-VALUE}")
  private String sensorNodes = "";

  @ArgGroup(
      exclusive = false,
      heading = "%nAn externally managed certificate (by default, the operator makes its own):%n")
  private @Nullable Given given;

  /** A certificate from files. */
  private static final class Given {
    @Option(
        names = "--tls-cert",
        paramLabel = "FILE",
        required = true,
        description = "PEM certificate for the Service's name, with its chain.")
    private Path chain = Path.of("");

    @Option(
        names = "--tls-key",
        paramLabel = "FILE",
        required = true,
        description = "PEM private key of the certificate.")
    private Path key = Path.of("");
  }

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Mixin private AlertRateOptions alerts = new AlertRateOptions();

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return Service.run(OperatorProcess.start(settings()));
  }

  private OperatorSettings settings() {
    try {
      return new OperatorSettings(
          new OperatorSettings.Instance(
              instance.name(), instance.systemNamespace(), instance.http(), BuildVersion.version()),
          new OperatorSettings.Sensors(
              InstanceOptions.address("--sensor-address", sensorAddress),
              service,
              sensorAccount,
              sensorNodes),
          webhookAddress.equals("none")
              ? Optional.empty()
              : Optional.of(
                  new OperatorSettings.Webhook(
                      InstanceOptions.address("--webhook-address", webhookAddress),
                      webhookConfiguration)),
          Optional.ofNullable(given)
              .map(each -> new OperatorSettings.Certificate(each.chain, each.key)),
          AlertSettings.defaults(instance.systemNamespace())
              .withRate(alerts.rate(), alerts.burst()),
          outputs.settings());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
