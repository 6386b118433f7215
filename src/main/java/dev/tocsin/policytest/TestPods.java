package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The pods that events of a test happen in. The short form of one:
 *
 * <pre>
 * - name: shop/web              # namespace/name
 *   labels: {app: web}
 *   workload: Deployment/web    # what owns it; absent: nothing
 *   serviceAccount: web
 *   hostPID: true
 *   image: nginx:1.27           # of its only container, whose name is that of the pod
 *   privileged: true
 *   startedAt: 2026-01-01T00:00:00Z
 *   containers: [{name: web, image: nginx:1.27, privileged: true}]   # instead of the three before
 * </pre>
 *
 * <p>A pod that an event names and nobody described is there all the same, with one ordinary
 * container.
 */
final class TestPods {
  static final String NODE = "node-1";
  static final String DEFAULT = "test/app";

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** By {@code namespace/name}. */
  private final Map<String, ObjectNode> pods = new LinkedHashMap<>();

  /** Objects that are no pods. */
  private final List<JsonNode> others = new ArrayList<>();

  private final Instant started;

  /** A container as events name it. */
  record Container(
      JsonNode pod, String name, String id, String image, boolean privileged, String startedAt) {}

  /**
   * @param started when the containers of the short form started
   */
  TestPods(TestFile file, Instant started) throws InvalidTestException {
    this.started = started;
    for (Path path : file.podFiles()) {
      try {
        addObject(YAML.readTree(path.toFile()));
      } catch (IOException e) {
        throw new InvalidTestException(path + ": " + e.getMessage(), e);
      }
    }
    for (int i = 0; i < file.pods().size(); i++) {
      JsonNode pod = file.pods().get(i);
      if (pod.has("kind")) {
        addObject(pod);
      } else {
        add(Section.of(file.path() + ": pods[" + i + "]", pod));
      }
    }
  }

  private void addObject(JsonNode object) {
    if (object.isArray() || object.path("kind").asText().endsWith("List")) {
      (object.isArray() ? object : object.path("items")).forEach(this::addObject);
    } else if (object instanceof ObjectNode pod
        && object.path("kind").asText("Pod").equals("Pod")) {
      pods.put(
          object.at("/metadata/namespace").asText() + "/" + object.at("/metadata/name").asText(),
          pod);
    } else {
      others.add(object);
    }
  }

  private void add(Section pod) throws InvalidTestException {
    String name = pod.text("name");
    if (name.indexOf('/') <= 0 || name.endsWith("/")) {
      throw pod.invalid("name", "must be NAMESPACE/NAME, but is " + name);
    }
    ObjectNode object = bare(name);
    ObjectNode metadata = (ObjectNode) object.get("metadata");
    ObjectNode spec = (ObjectNode) object.get("spec");
    metadata.set("labels", pod.mapping("labels"));
    metadata.set("annotations", pod.mapping("annotations"));
    Optional<String> workload = pod.optionalText("workload");
    if (workload.isPresent()) {
      own(pod, metadata, workload.get());
    }
    spec.put("nodeName", pod.optionalText("node").orElse(NODE));
    spec.put("serviceAccountName", pod.optionalText("serviceAccount").orElse("default"));
    spec.put("hostPID", pod.flag("hostPID"));
    spec.put("hostNetwork", pod.flag("hostNetwork"));
    List<JsonNode> containers = pod.items("containers");
    if (containers.isEmpty()) {
      addContainer(object, pod, name.substring(name.indexOf('/') + 1));
    } else {
      for (int i = 0; i < containers.size(); i++) {
        Section container = Section.of(pod.at("containers") + "[" + i + "]", containers.get(i));
        addContainer(object, container, container.text("name"));
        container.end();
      }
    }
    pod.end();
    pods.put(name, object);
  }

  private static void own(Section pod, ObjectNode metadata, String workload)
      throws InvalidTestException {
    int slash = workload.indexOf('/');
    if (slash <= 0) {
      throw pod.invalid("workload", "must be KIND/NAME, but is " + workload);
    }
    String kind = workload.substring(0, slash);
    String name = workload.substring(slash + 1);
    boolean deployment = kind.equals("Deployment");
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", kind.equals("Job") ? "batch/v1" : "apps/v1")
        .put("kind", deployment ? "ReplicaSet" : kind)
        .put("name", deployment ? name + "-7d9c5b9f6d" : name)
        .put("uid", uid(workload))
        .put("controller", true);
    if (deployment && metadata.get("labels") instanceof ObjectNode labels) {
      labels.put("pod-template-hash", "7d9c5b9f6d");
    }
  }

  private void addContainer(ObjectNode pod, Section container, String name)
      throws InvalidTestException {
    addContainer(
        pod,
        name,
        container.optionalText("image").orElse("registry.example.com/" + name + ":1"),
        container.flag("privileged"),
        container.optionalText("startedAt").orElse(started.toString()));
  }

  private static void addContainer(
      ObjectNode pod, String name, String image, boolean privileged, String startedAt) {
    String uid = pod.at("/metadata/uid").asText();
    ((ArrayNode) pod.at("/spec/containers"))
        .addObject()
        .put("name", name)
        .put("image", image)
        .putObject("securityContext")
        .put("privileged", privileged);
    ObjectNode status = ((ArrayNode) pod.at("/status/containerStatuses")).addObject();
    status
        .put("name", name)
        .put("image", image)
        .put("containerID", "containerd://" + digest(uid + "/" + name));
    status.putObject("state").putObject("running").put("startedAt", startedAt);
  }

  private static ObjectNode bare(String name) {
    int slash = name.indexOf('/');
    ObjectNode pod = JSON.objectNode().put("kind", "Pod").put("apiVersion", "v1");
    pod.putObject("metadata")
        .put("namespace", name.substring(0, slash))
        .put("name", name.substring(slash + 1))
        .put("uid", uid(name));
    pod.putObject("spec")
        .put("nodeName", NODE)
        .put("serviceAccountName", "default")
        .putArray("containers");
    pod.putObject("status").putArray("containerStatuses");
    return pod;
  }

  /**
   * The container that an event happens in; the pod is made where nobody described it.
   *
   * @param name absent: the first one
   */
  Container container(String place, String pod, Optional<String> name) throws InvalidTestException {
    if (pod.indexOf('/') <= 0) {
      throw new InvalidTestException(place + ".pod: must be NAMESPACE/NAME, but is " + pod);
    }
    ObjectNode object = pods.computeIfAbsent(pod, this::ordinary);
    for (JsonNode status : object.at("/status/containerStatuses")) {
      if (name.isEmpty() || name.get().equals(status.path("name").asText())) {
        return container(object, status);
      }
    }
    throw new InvalidTestException(
        place + ".container: " + pod + " has no container " + name.orElse("at all"));
  }

  private ObjectNode ordinary(String name) {
    ObjectNode pod = bare(name);
    String container = name.substring(name.indexOf('/') + 1);
    addContainer(
        pod, container, "registry.example.com/" + container + ":1", false, started.toString());
    return pod;
  }

  private static Container container(JsonNode pod, JsonNode status) {
    String name = status.path("name").asText();
    boolean privileged = false;
    for (JsonNode each : pod.at("/spec/containers")) {
      if (name.equals(each.path("name").asText())) {
        privileged = each.at("/securityContext/privileged").asBoolean();
      }
    }
    return new Container(
        pod,
        name,
        status.path("containerID").asText().replaceFirst("^[a-z-]+://", ""),
        status.path("image").asText(),
        privileged,
        status.at("/state/running/startedAt").asText());
  }

  /** All objects, as the inventory reads them. */
  String toJson() {
    ArrayNode all = JSON.arrayNode();
    pods.values().forEach(all::add);
    others.forEach(all::add);
    return all.toString();
  }

  private static String uid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String digest(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }
}
