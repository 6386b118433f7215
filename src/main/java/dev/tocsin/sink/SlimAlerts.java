package dev.tocsin.sink;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.EventFacts;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's memory of alerts without what nobody reads again: the processes, the event, who
 * owns which field. A full alert can be half a megabyte, and there can be thousands.
 */
final class SlimAlerts implements ItemStore<SecurityAlert> {
  private final Map<String, SecurityAlert> alerts = new ConcurrentHashMap<>();

  @Override
  public String getKey(SecurityAlert alert) {
    return Cache.metaNamespaceKeyFunc(alert);
  }

  @Override
  public @Nullable SecurityAlert put(String key, SecurityAlert alert) {
    return alerts.put(key, slim(alert));
  }

  @Override
  public @Nullable SecurityAlert remove(String key) {
    return alerts.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return alerts.keySet().stream();
  }

  @Override
  public Stream<SecurityAlert> values() {
    return alerts.values().stream();
  }

  @Override
  public int size() {
    return alerts.size();
  }

  @Override
  public @Nullable SecurityAlert get(String key) {
    return alerts.get(key);
  }

  @Override
  public boolean isFullState() {
    return false;
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
