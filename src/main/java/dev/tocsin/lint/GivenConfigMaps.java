package dev.tocsin.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ConfigMaps among the objects. */
final class GivenConfigMaps implements ConfigMaps {
  private final Map<ObjectKey, Map<String, String>> data = new HashMap<>();

  GivenConfigMaps(List<LintObject> objects) {
    for (LintObject object : objects) {
      Map<String, String> own = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : object.json().path("data").properties()) {
        own.put(entry.getKey(), entry.getValue().asText());
      }
      data.put(new ObjectKey(object.namespace(), object.name()), own);
    }
  }

  @Override
  public Answer get(ObjectKey configMap) {
    Map<String, String> found = data.get(configMap);
    return found == null ? new NotFound() : new Found(found);
  }

  /**
   * The same, and an empty list for each that the policy names and that is not there: it may be in
   * the cluster, and the rest of the policy wants to be looked at.
   */
  ConfigMaps assuming(DetectionPolicySpec spec) {
    return configMap -> {
      Map<String, String> assumed = new HashMap<>(data.getOrDefault(configMap, Map.of()));
      for (NamedList list : spec.lists()) {
        NamedList.ConfigMapKeyRef reference = list.configMapKeyRef();
        if (reference != null && configMap.name().equals(reference.name())) {
          assumed.putIfAbsent(reference.key(), "");
        }
      }
      return new Found(assumed);
    };
  }
}
