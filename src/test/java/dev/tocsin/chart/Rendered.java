package dev.tocsin.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chart as Helm renders it, release {@code tocsin} in namespace {@code tocsin-system}. */
record Rendered(String text, List<JsonNode> objects) {
  private static final YAMLMapper YAML = new YAMLMapper();

  static Rendered by(Helm helm, String... options) {
    return of(result(helm, options).orFail().out());
  }

  static Rendered of(String text) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(text)) {
      List<JsonNode> objects = new ArrayList<>();
      documents.forEachRemaining(
          document -> {
            if (document.isObject()) {
              objects.add(document);
            }
          });
      return new Rendered(text, objects);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Command.Result result(Helm helm, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "template",
                "tocsin",
                ChartFiles.CHART.toString(),
                "--namespace=tocsin-system",
                "--kube-version=1.37",
                ChartFiles.IMAGE));
    arguments.addAll(List.of(options));
    return helm.run(arguments.toArray(String[]::new));
  }

  Stream<JsonNode> ofKind(String... kinds) {
    return objects.stream().filter(object -> List.of(kinds).contains(object.path("kind").asText()));
  }

  JsonNode object(String kind, String name) {
    return ofKind(kind)
        .filter(object -> object.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  /** The pods' templates. */
  Stream<JsonNode> pods() {
    return ofKind("DaemonSet", "Deployment").map(object -> object.at("/spec/template"));
  }
}
