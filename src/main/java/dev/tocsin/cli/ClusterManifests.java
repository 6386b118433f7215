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

/** A cluster's policies as if they stood in files, and what one of them stands on. */
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
   * All policies, alone.
   *
   * @throws ClusterException when the cluster refuses
   */
  Manifests policies(String systemNamespace) throws InvalidManifestException {
    return with(
        Manifests.read(List.of(), systemNamespace),
        ClusterException.ask(
            "list policies",
            () -> client.resources(DetectionPolicy.class).inAnyNamespace().list().getItems()));
  }

  /**
   * One of them, with its lists and all exceptions that could be for it: those of any namespace,
   * which select policies by labels.
   *
   * @throws ClusterException when the cluster refuses
   */
  Manifests around(Manifests.Read<DetectionPolicy> policy, Manifests policies)
      throws InvalidManifestException {
    List<HasMetadata> objects =
        new ArrayList<>(
            ClusterException.ask(
                "list exceptions",
                () ->
                    client.resources(DetectionException.class).inAnyNamespace().list().getItems()));
    objects.addAll(lists(policy.object()));
    return with(policies.only(policy), objects);
  }

  private Manifests with(Manifests manifests, List<? extends HasMetadata> objects)
      throws InvalidManifestException {
    Manifests all = manifests;
    for (HasMetadata object : objects) {
      all = all.with(place(object), json(object));
    }
    return all;
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
        .toList();
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
