package dev.tocsin.inventory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.event.Attribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryFileTest {
  private static final String WEB = KubernetesObjects.containerId(1);

  private static final String POD =
      """
      {"kind": "Pod", "metadata": {"namespace": "shop", "name": "web", "uid": "u-1"},
       "spec": {"nodeName": "node-1", "containers": [{"name": "web", "image": "nginx"}]},
       "status": {"containerStatuses": [{"name": "web", "containerID": "containerd://%s"}]}}
      """
          .formatted(WEB);

  private static final String NODE =
      """
      {"kind": "Node", "metadata": {"name": "node-1", "labels": {"zone": "x"}}}
      """;

  private static final String NAMESPACE =
      """
      {"kind": "Namespace", "metadata": {"name": "shop", "labels": {"team": "a"}}}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"List", "array", "documents", "lists in documents"})
  void readsPodsNodesAndNamespaces(String form) throws Exception {
    String content =
        switch (form) {
          case "List" ->
              "{\"kind\": \"List\", \"items\": [" + String.join(",", POD, NODE, NAMESPACE) + "]}";
          case "array" -> "[" + String.join(",", POD, NODE, NAMESPACE) + "]";
          case "documents" -> "---\n" + String.join("---\n", POD, NODE, NAMESPACE) + "---\n";
          default ->
              "---\nkind: PodList\nitems:\n- "
                  + POD.replace("\n", " ")
                  + "\n---\nkind: NodeList\nitems:\n- "
                  + NODE
                  + "---\n"
                  + NAMESPACE;
        };
    Attribution web = read(content, WEB);
    assertThat(web.pod().name()).isEqualTo("web");
    assertThat(web.pod().namespaceLabels()).isEqualTo(Map.of("team", "a"));
    assertThat(web.node().labels()).isEqualTo(Map.of("zone", "x"));
    assertThat(web.container().image()).isEqualTo("nginx");
  }

  @Test
  void readsYaml() throws Exception {
    Attribution web =
        read(
            """
            # kubectl get pod web -o yaml
            apiVersion: v1
            kind: Pod
            metadata: {namespace: shop, name: web}
            spec:
              hostPID: true
              containers:
              - {name: web, image: nginx, resources: {limits: {memory: 1Gi}}, ports: [{containerPort: 80}]}
            status:
              containerStatuses: [{name: web, containerID: "containerd://%s"}]
            """
                .formatted(WEB),
            WEB);
    assertThat(web.pod().hostPID()).isTrue();
  }

  @Test
  void takesAnObjectWithoutAKindForAPod() throws Exception {
    assertThat(read("[" + POD.replace("\"kind\": \"Pod\",", "") + "]", WEB).pod().name())
        .isEqualTo("web");
  }

  @Test
  void readsSeveralFilesIntoOneInventory() throws Exception {
    Path pods = Files.writeString(folder.resolve("pods.json"), POD);
    Path others = Files.writeString(folder.resolve("others.json"), "[" + NAMESPACE + "]");
    Inventory inventory = InventoryFile.read(List.of(pods, others));
    assertThat(requireNonNull(inventory.container(WEB)).pod().namespaceLabels())
        .isEqualTo(Map.of("team", "a"));
  }

  @Test
  void readsAnEmptyFileAsNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("pods.yaml"), "\n");
    assertThat(InventoryFile.read(List.of(file)).size()).isZero();
  }

  @Test
  void ignoresWhatItDoesNotKnowOfAPod() throws Exception {
    String newer = POD.replace("\"spec\": {", "\"spec\": {\"newField\": {\"x\": [1]},");
    assertThat(read(newer, WEB).pod().name()).isEqualTo("web");
  }

  @Test
  void namesFileAndPositionOfWhatIsNoJson() {
    assertInvalid("[\n  {\"kind\": \"Pod\", ]", "pods.json:2:19: ");
  }

  @Test
  void namesFileAndPositionOfWhatIsNoYaml() {
    assertInvalid("kind: Pod\nmetadata:\n  name: [web\n", "pods.json:3:13: ");
  }

  @Test
  void namesTheItemAndFieldThatIsWrong() {
    assertInvalid(
        "[" + POD + "," + POD.replace("\"nodeName\": \"node-1\"", "\"hostPID\": \"perhaps\"") + "]",
        "pods.json: item 2 (shop/web): spec.hostPID: ");
  }

  @Test
  void namesTheItemWithoutAName() {
    assertInvalid("[" + NODE + ", {\"kind\": \"Pod\"}]", "item 2: metadata.name is missing");
  }

  @Test
  void namesThePodWithoutANamespace() {
    assertInvalid("metadata: {name: web}", "item 1 (web): metadata.namespace is missing");
  }

  @Test
  void namesTheItemOfAnotherKind() {
    assertInvalid(
        "{\"kind\": \"Deployment\", \"metadata\": {\"namespace\": \"shop\", \"name\": \"web\"}}",
        "item 1 (shop/web): kind Deployment is no Pod, Node or Namespace");
  }

  @Test
  void namesTheItemThatIsNoObject() {
    assertInvalid("[" + NODE + ", 7]", "item 2: is no object but 7");
  }

  @Test
  void namesAFileThatIsNotThere() {
    Path missing = folder.resolve("missing.json");
    assertThatThrownBy(() -> InventoryFile.read(List.of(missing)))
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessageContaining("missing.json")
        .hasMessageContaining("there is no such file");
  }

  private Attribution read(String content, String containerId)
      throws IOException, InvalidInventoryException {
    Path file = Files.writeString(folder.resolve("pods.json"), content);
    return requireNonNull(InventoryFile.read(List.of(file)).container(containerId));
  }

  private void assertInvalid(String content, String message) {
    assertThatThrownBy(() -> read(content, WEB))
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessageContaining(message);
  }
}
