package dev.tocsin.sink;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.EventFacts;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import org.jspecify.annotations.Nullable;

/**
 * An informer's memory of alerts without what nobody reads again: the processes, the event, who
 * owns which field. A full alert can be half a megabyte, and there can be thousands.
 */
final class SlimAlerts extends TransformingItemStore<SecurityAlert> {
  SlimAlerts() {
    super(SlimAlerts::slim);
  }

  private static SecurityAlert slim(SecurityAlert alert) {
    SecurityAlert slim = new SecurityAlert();
    slim.setMetadata(
        new ObjectMetaBuilder(alert.getMetadata())
            .withManagedFields(
                alert.getMetadata().getManagedFields().stream()
                    .map(entry -> new ManagedFieldsEntryBuilder().withTime(entry.getTime()).build())
                    .toList())
            .build());
    SecurityAlertSpec spec = alert.getSpec();
    if (spec != null) {
      slim.setSpec(
          SecurityAlertSpec.builder(spec.policy(), spec.title(), spec.severity())
              .message(spec.message())
              .node(spec.node())
              .pod(spec.pod())
              .group(spec.group())
              .riskScore(spec.riskScore())
              .mitreAttack(spec.mitreAttack())
              .cluster(spec.cluster())
              .workload(spec.workload())
              .container(spec.container())
              .event(kind(spec.event()))
              .overflow(spec.overflow())
              .expireAfter(spec.expireAfter())
              .triage(spec.triage())
              .build());
    }
    slim.setStatus(alert.getStatus());
    return slim;
  }

  private static @Nullable EventFacts kind(@Nullable EventFacts event) {
    return event == null ? null : new EventFacts(event.kind(), null, null, null, null, null);
  }
}
