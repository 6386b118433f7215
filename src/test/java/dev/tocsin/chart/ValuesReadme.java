package dev.tocsin.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chart's README: {@code README.head.md}, and a table made from the comments in values.yaml.
 */
final class ValuesReadme {
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z][A-Za-z0-9-]*):.*");

  private static final String HEADING = "\n## Values\n";

  private ValuesReadme() {}

  /** A key with a comment, and its default as it is written in JSON. */
  record Value(String path, String comment, String fallback) {}

  static String of(Path chart) {
    String written = ChartFiles.read(chart.resolve("README.md"));
    int end = written.indexOf(HEADING) + HEADING.length();
    StringBuilder text = new StringBuilder(written.substring(0, end));
    text.append("\n| value | default | what it is |\n| --- | --- | --- |\n");
    for (Value value : values(ChartFiles.read(chart.resolve("values.yaml")))) {
      text.append("| `%s` | `%s` | %s |\n".formatted(value.path, value.fallback, value.comment));
    }
    return text.toString();
  }

  /** In the order of the file. */
  static List<Value> values(String yaml) {
    JsonNode defaults;
    try {
      defaults = new YAMLMapper().readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    List<Value> values = new ArrayList<>();
    Deque<String> path = new ArrayDeque<>();
    List<String> comment = new ArrayList<>();
    for (String line : yaml.lines().toList()) {
      String stripped = line.strip();
      Matcher key = KEY.matcher(line);
      if (stripped.startsWith("#")) {
        comment.add(stripped.substring(1).strip());
      } else if (stripped.isEmpty()) {
        comment.clear(); // it was about the file
      } else if (key.matches()) {
        while (path.size() > key.group(1).length() / 2) {
          path.removeLast();
        }
        path.addLast(key.group(2));
        if (!comment.isEmpty()) {
          values.add(
              new Value(
                  String.join(".", path),
                  String.join(" ", comment).replace("|", "\\|"),
                  defaults.at("/" + String.join("/", path)).toString()));
        }
        comment.clear();
      }
    }
    return values;
  }

  /** The keys without a comment, neither of their own nor above them. */
  static List<String> undocumented(String yaml) {
    try {
      List<String> documented = values(yaml).stream().map(Value::path).toList();
      List<String> missing = new ArrayList<>();
      collect(new YAMLMapper().readTree(yaml), "", documented, missing);
      return missing;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void collect(
      JsonNode node, String path, List<String> documented, List<String> missing) {
    if (documented.contains(path)) {
      return;
    }
    if (!node.isObject() || node.isEmpty()) {
      missing.add(path);
      return;
    }
    node.fields()
        .forEachRemaining(
            field ->
                collect(
                    field.getValue(),
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    documented,
                    missing));
  }
}
