package dev.tocsin.notify;

import com.google.common.collect.Comparators;
import dev.tocsin.alert.AlertName;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Revision;
import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.AlertOutputStatus;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.OpenAlert;
import dev.tocsin.api.v1alpha1.AlertTransition;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.AlertView;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.progress.Progress;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver has as open, as the status of its output keeps it. What was delivered of an alert
 * is in the alert's own object; when that is deleted while nobody leads, only this is left to end
 * the alert at the receiver.
 */
final class OpenThere {
  private static final Comparator<KnownAlert> WEIGHTIEST =
      Comparator.comparing(KnownAlert::severity)
          .thenComparing(KnownAlert::created)
          .reversed()
          .thenComparing(each -> each.ref().uid());

  private OpenThere() {}

  /** For the status of an output: the most severe and newest, as many as it has room for. */
  static List<OpenAlert> of(
      AlertOutputSpec spec, Collection<KnownAlert> alerts, Progress progress) {
    // an Alertmanager ends by itself what is not repeated
    if (spec.alertmanager() != null
        || !spec.events().isEmpty() && !spec.events().contains(AlertTransition.CLOSED)) {
      return List.of();
    }
    return alerts.stream()
        .filter(each -> has(progress.of(each)))
        .collect(Comparators.least(AlertOutputStatus.MOST_OPEN, WEIGHTIEST))
        .stream()
        .map(each -> entry(each, Objects.requireNonNull(progress.of(each))))
        .toList();
  }

  private static boolean has(@Nullable Delivery delivery) {
    return delivery != null
        && delivery.revision() > 0
        && delivery.transition() != Transition.CLOSED
        && (delivery.transition() != Transition.OPENED
            || delivery.state() != Delivery.State.GIVEN_UP);
  }

  private static OpenAlert entry(KnownAlert alert, Delivery delivery) {
    AlertView view = alert.view();
    return new OpenAlert(
        alert.ref().namespace() + "/" + alert.ref().name(),
        alert.ref().uid(),
        delivery.revision(),
        delivery.step(),
        view.severity(),
        view.policyNamespace() + "/" + view.policy(),
        view.title());
  }

  /** All that an output's status has, each closed by now: which of them are gone is not known. */
  static List<KnownAlert> closed(AlertOutput output, Instant now) {
    AlertOutputStatus status = output.getStatus();
    String name = output.getMetadata().getNamespace() + "/" + output.getMetadata().getName();
    return status == null
        ? List.of()
        : status.open().stream()
            .map(each -> closed(each, name, now))
            .filter(Objects::nonNull)
            .toList();
  }

  /** Null for one that no operator wrote. */
  private static @Nullable KnownAlert closed(OpenAlert open, String output, Instant now) {
    String alert = Objects.requireNonNullElse(open.alert(), "");
    String namespace = alert.substring(0, Math.max(0, alert.indexOf('/')));
    AlertName name = AlertName.parse(alert.substring(alert.indexOf('/') + 1));
    if (name == null || namespace.isEmpty() || open.uid() == null || open.revision() == null) {
      return null;
    }
    long step = Math.max(1, Objects.requireNonNullElse(open.step(), 1L));
    Delivery last =
        new Delivery(step, open.revision(), Transition.OPENED, Delivery.State.ANNOUNCED, "", now);
    return new KnownAlert(
        new AlertRef(namespace, name, open.uid(), ""),
        new Revision(open.revision() + 1, step, true),
        severity(open.severity()),
        false,
        new Deliveries(Map.of(output, last)),
        Instant.EPOCH, // so that it is none of the business of other outputs
        now,
        view(open, namespace, name, step));
  }

  private static Severity severity(@Nullable String text) {
    for (Severity each : Severity.values()) {
      if (each.name().equalsIgnoreCase(text)) {
        return each;
      }
    }
    return Severity.INFO;
  }

  private static AlertView view(OpenAlert open, String namespace, AlertName name, long step) {
    String policy = Objects.requireNonNullElse(open.policy(), "");
    return new AlertView(
        name.toString(),
        namespace,
        policy.substring(policy.indexOf('/') + 1),
        policy.substring(0, Math.max(0, policy.indexOf('/'))),
        Objects.requireNonNullElse(open.title(), ""),
        namespace + "/" + name + " was deleted",
        Objects.requireNonNullElse(open.severity(), ""),
        0,
        List.of(),
        List.of(),
        "Closed",
        step,
        Map.of(),
        0,
        "",
        false,
        AlertView.NONE.where());
  }
}
