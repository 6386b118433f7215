package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where the lists of policies come from. */
@FunctionalInterface
public interface ConfigMaps {

  Answer get(ObjectKey configMap);

  /** No others than these; of several of one name the first counts. */
  static ConfigMaps of(List<ConfigMap> all) {
    return key ->
        all.stream()
            .filter(each -> ObjectKey.of(each).equals(key))
            .findFirst()
            .<Answer>map(each -> new Found(Objects.requireNonNullElse(each.getData(), Map.of())))
            .orElseGet(NotFound::new);
  }

  /** What is known about a ConfigMap. */
  sealed interface Answer {}

  record Found(Map<String, String> data) implements Answer {}

  record NotFound() implements Answer {}

  /** Whether it exists is not known. */
  record Unreadable(String reason) implements Answer {}
}
