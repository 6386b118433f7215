package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionExceptionSpec;
import dev.tocsin.api.v1alpha1.ProcessFacts;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.triage.IncidentView;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The narrowest exception for what an alert reports: its account, workload and container, or its
 * node, and the program with exactly those arguments.
 */
final class NarrowException {
  private NarrowException() {}

  /**
   * @param anyArguments whether the program may have others
   * @param expiresAt empty: never
   * @throws BadInputException when the alert does not say enough to be narrow
   */
  static DetectionException of(
      SecurityAlert alert,
      boolean anyArguments,
      String reason,
      @Nullable String owner,
      Optional<String> expiresAt) {
    SecurityAlertSpec spec = alert.getSpec();
    if (IncidentView.isIncident(alert)) {
      throw new BadInputException(
          "an incident has no process of its own: make exceptions for the alerts that it is made"
              + " of");
    }
    ProcessFacts process = spec.process();
    if (process == null || process.binary() == null) {
      throw new BadInputException("the alert names no program, so no exception for it is narrow");
    }
    DetectionException exception = new DetectionException();
    exception.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(spec.policy().namespace())
            .withName(spec.policy().name() + "-" + WatchRow.id(alert.getMetadata().getName()))
            .build());
    exception.setSpec(
        new DetectionExceptionSpec(
            new DetectionExceptionSpec.Policies(List.of(spec.policy().name()), null),
            match(spec, process, anyArguments),
            reason,
            owner,
            expiresAt.orElse(null)));
    return exception;
  }

  private static String match(SecurityAlertSpec spec, ProcessFacts process, boolean anyArguments) {
    List<String> terms = new ArrayList<>();
    if (spec.pod() == null) {
      terms.add(equal("event.node", "node", Objects.toString(spec.node(), "")));
    } else {
      String account = Objects.requireNonNullElse(spec.pod().serviceAccount(), "default");
      terms.add(equal("pod.identity", "account", spec.pod().namespace() + "/" + account));
      if (spec.workload() != null) {
        terms.add(equal("pod.workload.kind", "workload", spec.workload().kind()));
        terms.add(equal("pod.workload.name", "workload", spec.workload().name()));
      }
      if (spec.container() != null && spec.container().name() != null) {
        terms.add(equal("container.name", "container", spec.container().name()));
      }
    }
    terms.add(equal("process.binary", "program", Objects.toString(process.binary(), "")));
    if (!anyArguments) {
      terms.add(equal("process.arguments", "arguments", Objects.toString(process.arguments(), "")));
    }
    return String.join(" && ", terms);
  }

  private static String equal(String field, String what, String value) {
    if (value.contains("*****") || value.contains("…[cut: ") || value.contains("\\u{")) {
      throw new BadInputException(
          "the alert does not say the whole "
              + what
              + " as it was ('"
              + value
              + "')"
              + (what.equals("arguments") ? ": use --any-arguments" : "")
              + ", or write the exception by hand");
    }
    return field + " == '" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
