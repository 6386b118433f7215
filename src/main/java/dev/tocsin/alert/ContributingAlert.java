package dev.tocsin.alert;

import dev.tocsin.engine.Text;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.AlertView;
import java.util.Arrays;
import java.util.List;

/**
 * One of the alerts that an alert of a policy over alerts is made of.
 *
 * @param policy as {@code namespace/name}
 * @param firstSeenNanos event time of its first finding: Unix time in nanoseconds
 * @param techniques of MITRE ATT&CK; empty where only the whole is known
 */
public record ContributingAlert(
    String namespace,
    String name,
    String policy,
    Severity severity,
    String message,
    long firstSeenNanos,
    List<String> techniques,
    List<String> tactics) {
  private static final int MESSAGE = 256;

  static ContributingAlert of(AlertView alert) {
    return new ContributingAlert(
        alert.namespace(),
        alert.name(),
        alert.policyNamespace() + "/" + alert.policy(),
        severity(alert.severity()),
        Text.cut(alert.message().isEmpty() ? alert.title() : alert.message(), MESSAGE),
        alert.firstSeenNanos(),
        alert.techniques(),
        alert.tactics());
  }

  /** What a newer version says and this one does not know must not be taken for little. */
  private static Severity severity(String apiName) {
    return Arrays.stream(Severity.values())
        .filter(each -> each.name().equalsIgnoreCase(apiName))
        .findFirst()
        .orElse(Severity.HIGH);
  }

  /** {@code namespace/name}. */
  String key() {
    return namespace + "/" + name;
  }
}
