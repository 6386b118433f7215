package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** ConfigMaps that, while they cannot be read, are as they were last known. For one thread. */
final class LastKnownLists implements ConfigMaps {
  private final ConfigMaps now;
  private final Map<ObjectKey, Map<String, String>> last =
      new TreeMap<>(Comparator.comparing(ObjectKey::toString));

  LastKnownLists(ConfigMaps now) {
    this.now = now;
  }

  void remember(List<ConfigMap> configMaps) {
    configMaps.forEach(each -> last.put(ObjectKey.of(each), each.getData()));
  }

  @Override
  public Answer get(ObjectKey configMap) {
    Answer answer = now.get(configMap);
    return switch (answer) {
      case Found(Map<String, String> data) -> {
        last.put(configMap, data);
        yield answer;
      }
      case NotFound missing -> {
        last.remove(configMap);
        yield answer;
      }
      case Unreadable unreadable -> {
        Map<String, String> data = last.get(configMap);
        yield data == null ? answer : new Found(data);
      }
    };
  }

  /** Those that are wanted, and forgets the others. */
  List<ConfigMap> retain(Set<ObjectKey> wanted) {
    last.keySet().retainAll(wanted);
    return last.entrySet().stream()
        .map(
            each ->
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(each.getKey().namespace())
                    .withName(each.getKey().name())
                    .endMetadata()
                    .withData(each.getValue())
                    .build())
        .toList();
  }
}
