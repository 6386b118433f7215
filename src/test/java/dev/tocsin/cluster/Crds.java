package dev.tocsin.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Custom resource definitions from a folder of YAML files. */
final class Crds {
  private Crds() {}

  /** Applies all of them and returns when the server serves them. */
  static void install(KubernetesClient client, Path folder) {
    List<CustomResourceDefinition> definitions = read(client, folder);
    for (CustomResourceDefinition definition : definitions) {
      client.resource(definition).serverSideApply();
    }
    for (CustomResourceDefinition definition : definitions) {
      client.resource(definition).waitUntilCondition(Crds::isEstablished, 1, TimeUnit.MINUTES);
    }
  }

  private static List<CustomResourceDefinition> read(KubernetesClient client, Path folder) {
    List<CustomResourceDefinition> definitions = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return definitions;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        try (InputStream yaml = Files.newInputStream(file)) {
          for (HasMetadata item : client.load(yaml).items()) {
            if (item instanceof CustomResourceDefinition definition) {
              definitions.add(definition);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return definitions;
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }
}
