package dev.tocsin.demo;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * An API server inside this process: objects in memory, no schemas, no validation, no kubectl. It
 * starts at once and needs nothing installed.
 */
final class EmbeddedCluster implements DemoCluster {
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          false);
  private final KubernetesClient client;
  private final Path kubeconfig;
  private final List<CustomResourceDefinition> crds;

  /** It would tell of each request; the field keeps the setting from being collected. */
  private static final Logger SERVER_LOG = Logger.getLogger("io.fabric8.mockwebserver");

  EmbeddedCluster(Path folder) throws IOException {
    SERVER_LOG.setLevel(Level.WARNING);
    server.init();
    client = server.createClient();
    kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: demo
        contexts: [{name: demo, context: {cluster: demo, user: demo}}]
        clusters: [{name: demo, cluster: {server: "http://%s:%d"}}]
        users: [{name: demo, user: {}}]
        """
            .formatted(server.getHostName(), server.getPort()));
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      crds = files.sorted().map(file -> load(client, file)).toList();
    }
    crds.forEach(crd -> client.resource(crd).create());
  }

  private static CustomResourceDefinition load(KubernetesClient client, Path file) {
    try (var in = Files.newInputStream(file)) {
      return client.apiextensions().v1().customResourceDefinitions().load(in).item();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String description() {
    return "an embedded API server at http://" + server.getHostName() + ":" + server.getPort();
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public String table(String resource) {
    CustomResourceDefinition crd =
        crds.stream()
            .filter(each -> each.getSpec().getNames().getPlural().equals(resource))
            .findAny()
            .orElseThrow();
    return new PrintedColumns(crd).table(client);
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
