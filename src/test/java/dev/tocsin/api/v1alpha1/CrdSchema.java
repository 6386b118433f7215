package dev.tocsin.api.v1alpha1;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the generator cannot know: merge keys, formats, bounds of foreign types, immutability. */
final class CrdSchema {
  /** What tells the entries of a list apart, by the name of the list. */
  private static final Map<String, String> KEYS =
      Map.of(
          "lists", "name",
          "variables", "name",
          "exceptions", "name",
          "steps", "name",
          "mitreAttack", "technique",
          "blindExamples", "node",
          "conditions", "type");

  /** Lists of texts without an order. */
  private static final Set<String> SETS =
      Set.of("events", "tactics", "tracingPolicies", "tetragon", "names", "nodes");

  private static final Set<String> TIMES =
      Set.of(
          "expiresAt",
          "startsAt",
          "until",
          "time",
          "startTime",
          "firstSeen",
          "lastSeen",
          "lastMatchTime",
          "lastTransitionTime",
          "lastSuccess");

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "DetectionPolicy", DetectionPolicy.class,
          "DetectionException", DetectionException.class,
          "SecurityAlert", SecurityAlert.class,
          "AlertOutput", AlertOutput.class,
          "AlertSilence", AlertSilence.class);

  private CrdSchema() {}

  static void finish(CustomResourceDefinition crd) {
    String kind = crd.getSpec().getNames().getKind();
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      finish("", root);
      root.setRequired(List.of("spec"));
      property(root, "spec")
          .setDescription(kind.equals("SecurityAlert") ? "What happened." : "Desired state.");
      property(root, "status").setDescription("Observed state.");
      version
          .getAdditionalPrinterColumns()
          .sort(Comparator.comparing(column -> columns(kind).indexOf(column.getName())));
      switch (kind) {
        case "DetectionPolicy" -> {
          root.setDescription(
              "A detection: which kernel events it looks at, on which workloads, when it fires, and"
                  + " what the alert says. In the system namespace it applies to the whole cluster,"
                  + " elsewhere to its own namespace only.");
          // The name is a label value and the first part of an alert's name.
          rule(root, "self.metadata.name.size() <= 63", "the name has at most 63 characters");
        }
        case "DetectionException" ->
            root.setDescription(
                "Keeps policies from firing on known good activity, without editing them. In the"
                    + " system namespace it applies to every policy it names. Elsewhere it applies"
                    + " to policies of its own namespace, and to those of the system namespace that"
                    + " allow it, for events of its own namespace only.");
        case "SecurityAlert" -> {
          root.setDescription(
              "All findings of one policy and one group, aggregated. Only spec.triage is meant to"
                  + " be edited.");
          makeImmutable(property(root, "spec"), "triage");
        }
        case "AlertOutput" ->
            root.setDescription(
                "Sends alerts to a receiver. In the system namespace it may send every alert,"
                    + " elsewhere those of its own namespace only.");
        case "AlertSilence" ->
            root.setDescription(
                "Suppresses notifications about some alerts for a time; the alerts themselves are"
                    + " still created and counted. In the system namespace it applies to every"
                    + " alert. Elsewhere it applies to alerts of its own namespace only, and not to"
                    + " severe ones that outputs of the system namespace send.");
        default -> throw new IllegalStateException("unknown kind " + kind);
      }
    }
  }

  private static List<String> columns(String kind) {
    return Arrays.stream(
            requireNonNull(KINDS.get(kind), kind)
                .getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(AdditionalPrinterColumn::name)
        .toList();
  }

  private static void finish(String name, JSONSchemaProps schema) {
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(CrdSchema::finish);
    }
    if (schema.getItems() != null) {
      finish("", schema.getItems().getSchema());
    }
    if (schema.getXKubernetesValidations() != null) {
      // Found twice where an annotation stands on a record's component: on field and accessor.
      schema.setXKubernetesValidations(
          schema.getXKubernetesValidations().stream().distinct().toList());
    }
    if (schema.getEnum() != null) {
      schema.setEnum(
          schema.getEnum().stream().filter(each -> !each.asText().equals("Unknown")).toList());
    }
    if (KEYS.containsKey(name)) {
      schema.setXKubernetesListType("map");
      schema.setXKubernetesListMapKeys(List.of(KEYS.get(name)));
    } else if (SETS.contains(name) && "array".equals(schema.getType())) {
      schema.setXKubernetesListType("set");
    } else if ("array".equals(schema.getType())) {
      schema.setXKubernetesListType("atomic");
    } else if ("integer".equals(schema.getType())) {
      schema.setFormat("int64");
    } else if (TIMES.contains(name)) {
      schema.setFormat("date-time");
    }
    if (name.equals("conditions")) {
      boundCondition(schema.getItems().getSchema());
    } else if (name.equals("selector") || name.endsWith("Selector")) {
      boundSelector(schema);
    }
  }

  /** As the type metav1.Condition has it. */
  private static void boundCondition(JSONSchemaProps condition) {
    condition.setRequired(List.of("type", "status", "lastTransitionTime", "reason", "message"));
    property(condition, "type").setMaxLength(316L);
    property(condition, "status").setEnum(texts("True", "False", "Unknown"));
    property(condition, "reason").setMinLength(1L);
    property(condition, "reason").setMaxLength(1024L);
    property(condition, "reason").setPattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    property(condition, "message").setMaxLength(32_768L);
    property(condition, "observedGeneration").setMinimum(0.0);
  }

  private static void boundSelector(JSONSchemaProps selector) {
    selector.setXKubernetesMapType("atomic");
    JSONSchemaProps labels = property(selector, "matchLabels");
    labels.setMaxProperties((long) Limits.LABELS);
    labels.getAdditionalProperties().getSchema().setMaxLength((long) Limits.LABEL);
    JSONSchemaProps expressions = property(selector, "matchExpressions");
    expressions.setMaxItems((long) Limits.ENTRIES);
    JSONSchemaProps expression = expressions.getItems().getSchema();
    expression.setRequired(List.of("key", "operator"));
    property(expression, "key").setMinLength(1L);
    property(expression, "key").setMaxLength((long) Limits.LABEL_KEY);
    property(expression, "operator").setEnum(texts("In", "NotIn", "Exists", "DoesNotExist"));
    JSONSchemaProps values = property(expression, "values");
    values.setMaxItems((long) Limits.ENTRIES);
    values.getItems().getSchema().setMaxLength((long) Limits.LABEL);
    rule(
        expression,
        "(self.operator in ['In', 'NotIn']) == (has(self.values) && self.values.size() > 0)",
        "values are required for operators In and NotIn, and only mean something there");
  }

  private static List<JsonNode> texts(String... values) {
    return Stream.of(values).<JsonNode>map(TextNode::valueOf).toList();
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    return requireNonNull(schema.getProperties().get(name), name);
  }

  /** A rule for each field, so that the error names the field, and none can be forgotten. */
  private static void makeImmutable(JSONSchemaProps schema, String except) {
    for (String field : schema.getProperties().keySet()) {
      if (!field.equals(except)) {
        // Not self.?x == oldSelf.?x: the server cannot estimate what comparing optionals costs.
        String rule =
            "has(self.%1$s) == has(oldSelf.%1$s) && (!has(self.%1$s) || self.%1$s == oldSelf.%1$s)"
                .formatted(field);
        String message = "the facts of an alert cannot be changed, only its triage";
        add(
            schema,
            new ValidationRuleBuilder()
                .withRule(rule)
                .withMessage(message)
                .withFieldPath("." + field)
                .build());
      }
    }
  }

  private static void rule(JSONSchemaProps schema, String rule, String message) {
    add(schema, new ValidationRuleBuilder().withRule(rule).withMessage(message).build());
  }

  private static void add(JSONSchemaProps schema, ValidationRule rule) {
    List<ValidationRule> rules = new ArrayList<>();
    if (schema.getXKubernetesValidations() != null) {
      rules.addAll(schema.getXKubernetesValidations());
    }
    rules.add(rule);
    schema.setXKubernetesValidations(rules);
  }
}
