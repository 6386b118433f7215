package dev.tocsin.control;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.api.v1alpha1.NamedList.ConfigMapKeyRef;
import dev.tocsin.engine.policy.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lists of a policy with their values, wherever those are written. */
final class ListValues {
  private final ConfigMaps configMaps;

  /** By the very text that a ConfigMap has: policies that take the same list share its values. */
  private final LoadingCache<String, ListText> read =
      CacheBuilder.newBuilder().weakKeys().build(CacheLoader.from(ListText::parse));

  ListValues(ConfigMaps configMaps) {
    this.configMaps = configMaps;
  }

  /** The ConfigMaps that a policy takes lists from. */
  static Set<ObjectKey> references(DetectionPolicy policy) {
    Set<ObjectKey> references = new HashSet<>();
    if (policy.getSpec() != null) {
      for (NamedList list : policy.getSpec().lists()) {
        if (list.configMapKeyRef() != null) {
          references.add(
              new ObjectKey(policy.getMetadata().getNamespace(), list.configMapKeyRef().name()));
        }
      }
    }
    return references;
  }

  /**
   * @param namespace of the policy, and so of its ConfigMaps
   * @param warnings values that were read otherwise than they stand there
   */
  List<Policy.NamedList> resolve(
      String namespace, List<NamedList> lists, Problems problems, Problems warnings) {
    List<Policy.NamedList> resolved = new ArrayList<>();
    for (NamedList list : lists) {
      String place = "spec.lists[" + resolved.size() + "]";
      resolved.add(
          new Policy.NamedList(
              problems.required(place + ".name", list.name()),
              list.configMapKeyRef() == null
                  ? written(list.values(), place + ".values", warnings)
                  : followed(
                      namespace,
                      list.configMapKeyRef(),
                      place + ".configMapKeyRef",
                      problems,
                      warnings)));
    }
    return resolved;
  }

  private static List<String> written(List<String> values, String place, Problems warnings) {
    List<String> visible = new ArrayList<>();
    for (String value : values) {
      String read = ListText.visible(value);
      if (!read.equals(value)) {
        warnings.add(place + "[" + visible.size() + "]", ListText.BLANKS);
      }
      visible.add(read);
    }
    return visible;
  }

  private List<String> followed(
      String namespace,
      ConfigMapKeyRef reference,
      String place,
      Problems problems,
      Problems warnings) {
    String name = problems.required(place + ".name", reference.name());
    String key = problems.required(place + ".key", reference.key());
    if (name.isEmpty() || key.isEmpty()) {
      return List.of();
    }
    return switch (configMaps.get(new ObjectKey(namespace, name))) {
      case ConfigMaps.Found found when found.data().containsKey(key) -> {
        ListText text = read.getUnchecked(found.data().get(key));
        text.notes()
            .forEach(note -> warnings.add(place, "ConfigMap " + name + " " + key + " " + note));
        yield text.values();
      }
      case ConfigMaps.Found found -> {
        problems.add(place, "ConfigMap " + name + " has no key " + key);
        yield List.of();
      }
      case ConfigMaps.NotFound missing -> {
        problems.add(place, "ConfigMap " + name + " not found");
        yield List.of();
      }
      case ConfigMaps.Unreadable(String reason) -> {
        problems.add(place, "ConfigMap " + name + " cannot be read: " + reason);
        yield List.of();
      }
    };
  }
}
