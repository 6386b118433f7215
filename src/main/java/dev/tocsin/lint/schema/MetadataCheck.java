package dev.tocsin.lint.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The metadata of an object, whose rules are the same for every kind. */
final class MetadataCheck {
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern QUALIFIED =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  private MetadataCheck() {}

  static List<Violation> check(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    if (!metadata.isObject()) {
      return List.of(new Violation("metadata", "is required"));
    }
    List<Violation> violations = new ArrayList<>();
    name(metadata, violations);
    JsonNode namespace = metadata.path("namespace");
    if (namespace.isTextual() && !namespace.asText().isEmpty() && !isLabel(namespace.asText())) {
      violations.add(
          new Violation(
              "metadata.namespace",
              "'" + namespace.asText() + "' is not a namespace: lower case letters, digits and -"));
    }
    keys("metadata.labels", metadata.path("labels"), true, violations);
    keys("metadata.annotations", metadata.path("annotations"), false, violations);
    return violations;
  }

  private static void name(JsonNode metadata, List<Violation> violations) {
    JsonNode name = metadata.path("name");
    if (name.isMissingNode() || name.asText().isEmpty()) {
      if (metadata.path("generateName").asText().isEmpty()) {
        violations.add(new Violation("metadata.name", "is required"));
      }
    } else if (!name.isTextual()) {
      violations.add(new Violation("metadata.name", "must be a string, not " + Type.of(name)));
    } else if (name.asText().length() > MAX_NAME || !SUBDOMAIN.matches(name.asText())) {
      violations.add(
          new Violation(
              "metadata.name",
              "'" + name.asText() + "' is not a name: lower case letters, digits, - and ."));
    }
  }

  private static boolean isLabel(String text) {
    return text.length() <= MAX_LABEL && LABEL.matches(text);
  }

  private static void keys(String path, JsonNode map, boolean labels, List<Violation> violations) {
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String here = path + "." + entry.getKey();
      if (!isQualified(entry.getKey())) {
        violations.add(new Violation(here, "is not a qualified name such as example.com/name"));
      }
      if (!entry.getValue().isTextual()) {
        violations.add(new Violation(here, "must be a string, not " + Type.of(entry.getValue())));
      } else if (labels && !isLabelValue(entry.getValue().asText())) {
        violations.add(
            new Violation(
                here,
                "'"
                    + entry.getValue().asText()
                    + "' is not a label value: at most 63 letters, digits, -, _ and ."));
      }
    }
  }

  private static boolean isQualified(String key) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    String name = key.substring(slash + 1);
    return (slash < 0 || (prefix.length() <= MAX_NAME && SUBDOMAIN.matches(prefix)))
        && name.length() <= MAX_LABEL
        && QUALIFIED.matches(name);
  }

  private static boolean isLabelValue(String value) {
    return value.isEmpty() || (value.length() <= MAX_LABEL && QUALIFIED.matches(value));
  }
}
