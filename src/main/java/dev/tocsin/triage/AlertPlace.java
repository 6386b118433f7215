package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where wanted alerts are; what is empty wants all.
 *
 * @param pod name of a pod, or {@code namespace/name}
 * @param workload name of a workload, or {@code Kind/name}
 * @param node where it was seen, among others
 */
public record AlertPlace(Optional<String> pod, Optional<String> workload, Optional<String> node) {
  public static final AlertPlace ANY =
      new AlertPlace(Optional.empty(), Optional.empty(), Optional.empty());

  public boolean isAny() {
    return equals(ANY);
  }

  boolean wants(SecurityAlert alert) {
    SecurityAlertSpec spec = alert.getSpec();
    return pod.map(wanted -> isPod(spec.pod(), wanted)).orElse(true)
        && workload.map(wanted -> isWorkload(spec.workload(), wanted)).orElse(true)
        && node.map(wanted -> isOn(alert, wanted)).orElse(true);
  }

  private static boolean isPod(SecurityAlertSpec.@Nullable PodFacts pod, String wanted) {
    return pod != null
        && (pod.name().equals(wanted) || (pod.namespace() + "/" + pod.name()).equals(wanted));
  }

  private static boolean isWorkload(SecurityAlertSpec.@Nullable Workload workload, String wanted) {
    return workload != null
        && (workload.name().equals(wanted)
            || (workload.kind() + "/" + workload.name()).equalsIgnoreCase(wanted));
  }

  private static boolean isOn(SecurityAlert alert, String wanted) {
    return wanted.equals(alert.getSpec().node())
        || alert.getStatus() != null && alert.getStatus().nodes().contains(wanted);
  }
}
