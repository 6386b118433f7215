package dev.tocsin.sink;

import dev.tocsin.alert.Tally;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ContainerFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PodFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.Workload;
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
  private static final PartReader<PodFacts, Pod> POD =
      new PartReader<>(PodFacts.class, Pod.class, Pod.NONE);

  private static final PartReader<Workload, Pod.Workload> WORKLOAD =
      new PartReader<>(Workload.class, Pod.Workload.class, Pod.Workload.NONE);

  private static final PartReader<ContainerFacts, Container> CONTAINER =
      new PartReader<>(ContainerFacts.class, Container.class, Container.NONE);

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
    Pod pod = POD.read(spec.pod());
    if (spec.pod() != null) {
      pod = pod.toBuilder().workload(WORKLOAD.read(spec.workload())).node(node).build();
    }
    Container container = CONTAINER.read(spec.container());
    Attribution.Source source =
        pod.present()
            ? Attribution.Source.LIVE
            : container.present() ? Attribution.Source.UNKNOWN : Attribution.Source.HOST;
    return new Attribution(source, pod, container, new Node(node, Map.of()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
