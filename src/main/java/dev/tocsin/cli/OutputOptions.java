package dev.tocsin.cli;

import dev.tocsin.app.SendingSettings;
import dev.tocsin.engine.policy.Severity;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether and where alerts are sent. */
final class OutputOptions {
  @Option(
      names = "--outputs",
      description =
          "Send alerts to the receivers that AlertOutput objects name. Without it, these objects do"
              + " nothing.")
  private boolean enabled;

  @Option(
      names = "--outputs-deny",
      paramLabel = "RANGE",
      split = ",",
      description =
          "Addresses that outputs outside the system namespace may not reach, such as 10.0.0.0/8,"
              + " besides loopback, link-local addresses, metadata services and the API server.")
  private List<String> denied = List.of();

  @Option(
      names = "--silence-floor",
      paramLabel = "SEVERITY",
      defaultValue = "High",
      description =
          "Alerts from this severity on are sent by outputs of the system namespace, whatever an"
              + " AlertSilence of another namespace says: Info, Low, Medium, High (default) or"
              + " Critical.")
  private Severity silenceFloor = Severity.HIGH;

  /**
   * @throws IllegalArgumentException for what is no range of addresses
   */
  SendingSettings settings() {
    return new SendingSettings(enabled, denied, silenceFloor);
  }
}
