package dev.tocsin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table that kubectl shows of a custom resource: a real API server makes it, the embedded one
 * cannot.
 */
final class PrintedColumns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CONDITION =
      Pattern.compile("(.*)\\[\\?\\(@\\.type=='(\\w+)'\\)](.*)");

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

  /**
   * The paths that printed columns use: {@code .spec.pod.name} and {@code
   * .status.conditions[?(@.type=='Ready')].status}.
   */
  private static JsonNode select(JsonNode item, String jsonPath) {
    Matcher condition = CONDITION.matcher(jsonPath);
    if (!condition.matches()) {
      return item.at(jsonPath.replace('.', '/'));
    }
    for (JsonNode each : select(item, condition.group(1))) {
      if (each.path("type").asText().equals(condition.group(2))) {
        return select(each, condition.group(3));
      }
    }
    return MissingNode.getInstance();
  }

  private static String age(String time) {
    long seconds = Duration.between(Instant.parse(time), Instant.now()).toSeconds();
    return seconds < 120
        ? seconds + "s"
        : seconds < 7200 ? seconds / 60 + "m" : seconds / 3600 + "h";
  }
}
