package dev.tocsin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.triage.ClusterException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cluster's policies as if they stood in files, with the exceptions and lists they stand on. */
final class ClusterManifests {
  private final KubernetesClient client;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param client stays open
   */
  ClusterManifests(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @param name of the policies that are read, as NAME or NAMESPACE/NAME; null for all
   * @throws ClusterException when the cluster refuses
   */
  Manifests read(@Nullable String name, String systemNamespace) throws InvalidManifestException {
    List<DetectionPolicy> policies =
        ClusterException.ask(
                "list policies",
                () -> client.resources(DetectionPolicy.class).inAnyNamespace().list().getItems())
            .stream()
            .filter(policy -> name == null || isNamed(policy, name))
            .toList();
    List<HasMetadata> objects = new ArrayList<>(policies);
    objects.addAll(
        ClusterException.ask(
            "list exceptions",
            () -> client.resources(DetectionException.class).inAnyNamespace().list().getItems()));
    for (DetectionPolicy policy : policies) {
      objects.addAll(lists(policy));
    }
    Manifests manifests = Manifests.read(List.of(), systemNamespace);
    for (HasMetadata object : objects) {
      manifests = manifests.with(place(object), json(object));
    }
    return manifests;
  }

  private List<ConfigMap> lists(DetectionPolicy policy) {
    String namespace = policy.getMetadata().getNamespace();
    return policy.getSpec().lists().stream()
        .map(NamedList::configMapKeyRef)
        .filter(reference -> reference != null)
        .map(NamedList.ConfigMapKeyRef::name)
        .distinct()
        .map(
            map ->
                ClusterException.ask(
                    "read the list " + namespace + "/" + map,
                    () -> client.configMaps().inNamespace(namespace).withName(map).get()))
        .filter(map -> map != null)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static boolean isNamed(DetectionPolicy policy, String name) {
    String own = policy.getMetadata().getName();
    return name.equals(own) || name.equals(policy.getMetadata().getNamespace() + "/" + own);
  }

  /** For messages. */
  private static Path place(HasMetadata object) {
    return Path.of("cluster", object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  /**
   * As one would write it: what the cluster added is no field of a policy that is read strictly.
   */
  private ObjectNode json(HasMetadata object) {
    try {
      ObjectNode json =
          (ObjectNode) mapper.readTree(client.getKubernetesSerialization().asJson(object));
      json.remove("status");
      ((ObjectNode) json.path("metadata")).remove("managedFields");
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an object that is no JSON", e);
    }
  }
}
