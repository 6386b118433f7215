package dev.tocsin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table that kubectl shows of a custom resource: a real API server makes it, the embedded one
 * cannot.
 */
final class PrintedColumns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ResourceDefinitionContext resource;
  private final List<CustomResourceColumnDefinition> columns;

  PrintedColumns(CustomResourceDefinition crd) {
    resource =
        new ResourceDefinitionContext.Builder()
            .withGroup(crd.getSpec().getGroup())
            .withVersion(crd.getSpec().getVersions().getFirst().getName())
            .withKind(crd.getSpec().getNames().getKind())
            .withPlural(crd.getSpec().getNames().getPlural())
            .withNamespaced(true)
            .build();
    columns =
        crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns().stream()
            .filter(column -> column.getPriority() == null || column.getPriority() == 0)
            .toList();
  }

  String table(KubernetesClient client) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("NAMESPACE", "NAME"));
    columns.forEach(column -> head.add(column.getName().toUpperCase(Locale.ROOT)));
    rows.add(head);
    for (GenericKubernetesResource item :
        client.genericKubernetesResources(resource).inAnyNamespace().list().getItems()) {
      rows.add(row(JSON.valueToTree(item)));
    }
    return layOut(rows);
  }

  private List<String> row(JsonNode item) {
    List<String> row = new ArrayList<>();
    row.add(item.at("/metadata/namespace").asText());
    row.add(item.at("/metadata/name").asText());
    for (CustomResourceColumnDefinition column : columns) {
      JsonNode value = select(item, column.getJsonPath());
      row.add(
          value.isMissingNode() || value.isNull()
              ? ""
              : "date".equals(column.getType()) ? age(value.asText()) : value.asText());
    }
    return row;
  }

  /** The simple paths that printed columns use: {@code .spec.pod.name}. */
  private static JsonNode select(JsonNode item, String jsonPath) {
    return item.at(jsonPath.replace('.', '/'));
  }

  private static String age(String time) {
    long seconds = Duration.between(Instant.parse(time), Instant.now()).toSeconds();
    return seconds < 120
        ? seconds + "s"
        : seconds < 7200 ? seconds / 60 + "m" : seconds / 3600 + "h";
  }

  private static String layOut(List<List<String>> rows) {
    int width = rows.getFirst().size();
    int[] widths = new int[width];
    rows.forEach(
        row -> {
          for (int i = 0; i < width; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < width; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 3));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }
}
