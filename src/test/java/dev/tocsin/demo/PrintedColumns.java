package dev.tocsin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.cli.Table;
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
    List<String> head = new ArrayList<>(List.of("NAMESPACE", "NAME"));
    columns.forEach(column -> head.add(column.getName().toUpperCase(Locale.ROOT)));
    Table table = new Table(head.toArray(String[]::new));
    for (GenericKubernetesResource item :
        client.genericKubernetesResources(resource).inAnyNamespace().list().getItems()) {
      table.add(row(JSON.valueToTree(item)).toArray(String[]::new));
    }
    return table.toString();
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
}
