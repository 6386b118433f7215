package dev.tocsin.sink;

import dev.tocsin.alert.Tally;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ContainerFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PodFacts;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code SecurityAlert} object as policies over alerts saw it when it was opened, as far as the
 * object keeps that.
 */
final class AlertEventViews {
  private AlertEventViews() {}

  /**
   * @param created stands in for the time of the first finding, where the object does not say it
   */
  static AlertView of(SecurityAlert resource, Tally tally, Instant created) {
    SecurityAlertSpec spec = resource.getSpec();
    return new AlertView(
        resource.getMetadata().getName(),
        resource.getMetadata().getNamespace(),
        spec.policy().name(),
        spec.policy().namespace(),
        spec.title(),
        text(spec.message()),
        CamelCase.apiName(spec.severity()),
        Objects.requireNonNullElse(spec.riskScore(), 0),
        spec.mitreAttack().stream().map(each -> each.technique()).toList(),
        spec.mitreAttack().stream().flatMap(each -> each.tactics().stream()).distinct().toList(),
        spec.triage() == null || spec.triage().state() == null
            ? "Open"
            : CamelCase.apiName(spec.triage().state()),
        tally.count(),
        spec.group(),
        tally.count() > 0
            ? tally.firstSeenNanos()
            : created.getEpochSecond() * 1_000_000_000L + created.getNano(),
        text(spec.cluster()),
        spec.event() != null && EventKind.SECURITY_ALERT.apiName().equals(spec.event().kind()),
        where(spec));
  }

  static Attribution where(SecurityAlertSpec spec) {
    String node = text(spec.node());
    Pod pod = pod(spec.pod(), spec.workload(), node);
    Container container = container(spec.container());
    Attribution.Source source =
        pod.present()
            ? Attribution.Source.LIVE
            : container.present() ? Attribution.Source.UNKNOWN : Attribution.Source.HOST;
    return new Attribution(source, pod, container, new Node(node, Map.of()));
  }

  private static Pod pod(
      @Nullable PodFacts pod, SecurityAlertSpec.@Nullable Workload workload, String node) {
    return pod == null
        ? Pod.NONE
        : Pod.builder()
            .namespace(pod.namespace())
            .name(pod.name())
            .uid(text(pod.uid()))
            .serviceAccount(text(pod.serviceAccount()))
            .labels(pod.labels())
            .workload(
                workload == null
                    ? Pod.Workload.NONE
                    : new Pod.Workload(workload.kind(), workload.name()))
            .node(node)
            .build();
  }

  private static Container container(@Nullable ContainerFacts container) {
    return container == null
        ? Container.NONE
        : Container.builder()
            .name(text(container.name()))
            .id(text(container.id()))
            .image(text(container.image()))
            .imageID(text(container.imageID()))
            .build();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
