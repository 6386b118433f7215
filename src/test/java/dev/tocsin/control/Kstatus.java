package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How Flux, Helm 4 and kpt judge an object of a kind that they do not know: the rules of
 * sigs.k8s.io/cli-utils, pkg/kstatus.
 */
enum Kstatus {
  CURRENT,
  IN_PROGRESS,
  FAILED;

  static Kstatus of(
      long generation, @Nullable Long observedGeneration, List<Condition> conditions) {
    if (observedGeneration != null && observedGeneration != generation) {
      return IN_PROGRESS;
    }
    for (Condition each : conditions) {
      if (each.getType().equals("Reconciling") && each.getStatus().equals("True")) {
        return IN_PROGRESS;
      }
      if (each.getType().equals("Stalled") && each.getStatus().equals("True")) {
        return FAILED;
      }
    }
    boolean waits =
        conditions.stream()
            .anyMatch(each -> each.getType().equals("Ready") && !each.getStatus().equals("True"));
    return waits ? IN_PROGRESS : CURRENT;
  }
}
