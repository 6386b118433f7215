package dev.tocsin.importer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What becomes a DetectionPolicy. */
public final class PolicyDraft {
  private static final int MOST = 16;

  private final String name;
  private final Map<String, String> annotations = new TreeMap<>();
  private final List<String> references = new ArrayList<>();
  private final List<String> falsePositives = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> tracingPolicies = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final Map<String, RuleCondition> exceptions = new LinkedHashMap<>();
  private String title = "";
  private String description = "";
  private String severity = "Medium";
  private String mode = "";
  private String host = "Include";
  private String message = "";
  private ArrayNode techniques = JsonNodeFactory.instance.arrayNode();
  private RuleCondition match = RuleCondition.TRUE;
  private @Nullable Window window;

  /**
   * @param name of the object
   */
  public PolicyDraft(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public PolicyDraft title(String title, String description) {
    this.title = cut(oneLine(title), Limits.LINE);
    this.description = cut(description.isBlank() ? title : description.strip(), Limits.TEXT);
    return this;
  }

  /** Of {@code Info, Low, Medium, High, Critical}. */
  public PolicyDraft severity(String severity) {
    this.severity = severity;
    return this;
  }

  /** Of {@code Active, Shadow, Disabled}. */
  public PolicyDraft mode(String mode) {
    this.mode = mode;
    return this;
  }

  /** Of {@code Include, Exclude, Only}: processes outside any pod. */
  public PolicyDraft host(String host) {
    this.host = host;
    return this;
  }

  /** Keeps something of the rule: {@code tocsin.dev/rule-author}. An empty one is left out. */
  public PolicyDraft annotate(String key, String value) {
    if (!value.isBlank()) {
      annotations.put("tocsin.dev/" + key, oneLine(value));
    }
    return this;
  }

  public PolicyDraft techniques(ArrayNode techniques) {
    this.techniques = techniques;
    return this;
  }

  /** Takes those that are addresses. */
  public PolicyDraft references(List<String> references) {
    references.stream()
        .filter(each -> each.matches("https?://\\S+") && each.length() <= 1024)
        .limit(MOST)
        .forEach(this.references::add);
    return this;
  }

  public PolicyDraft falsePositives(List<String> falsePositives) {
    falsePositives.stream()
        .limit(MOST)
        .map(each -> cut(oneLine(each), Limits.TEXT))
        .forEach(this.falsePositives::add);
    return this;
  }

  public PolicyDraft events(List<String> events) {
    this.events.addAll(events);
    return this;
  }

  public PolicyDraft requires(List<String> tracingPolicies, List<String> options) {
    this.tracingPolicies.addAll(tracingPolicies);
    this.options.addAll(options);
    return this;
  }

  public PolicyDraft match(RuleCondition match) {
    this.match = match;
    return this;
  }

  public PolicyDraft exception(String name, RuleCondition match) {
    exceptions.put(name, match);
    return this;
  }

  /** Has matches counted, or other rules seen, within a time. */
  public PolicyDraft window(Window window) {
    this.window = window;
    return this;
  }

  /** With {@code {{expression}}} holes. */
  public PolicyDraft message(String message) {
    this.message = cut(message, Limits.TEXT);
    return this;
  }

  /**
   * A window over matches.
   *
   * @param type as {@code spec.window.type} has it
   * @param field what is counted; empty for types that count none
   * @param within {@code 5m}
   * @param atLeast how many; 0 for types with steps
   * @param steps what must be seen, by name
   */
  public record Window(
      String type,
      String field,
      List<String> groupBy,
      String within,
      long atLeast,
      Map<String, Step> steps) {

    private ObjectNode object() {
      ObjectNode window = JsonNodeFactory.instance.objectNode().put("type", type);
      if (!field.isEmpty()) {
        window.put("field", field);
      }
      list(window, "groupBy", groupBy);
      window.put("within", within);
      if (atLeast > 0) {
        window.putObject("condition").put("gte", atLeast);
      }
      steps.forEach(
          (name, step) -> {
            ObjectNode node = window.withArray("steps").addObject().put("name", name);
            node.putArray("events").add(step.event());
            node.put("match", CelWriter.line(step.match()));
          });
      return window;
    }
  }

  /** What one step of a window must see. */
  public record Step(String event, RuleCondition match) {}

  /** The object as Kubernetes has it. */
  public ObjectNode object() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "tocsin.dev/v1alpha1").put("kind", "DetectionPolicy");
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!annotations.isEmpty()) {
      ObjectNode kept = metadata.putObject("annotations");
      annotations.forEach(kept::put);
    }
    ObjectNode spec = object.putObject("spec");
    spec.put("title", title).put("description", description).put("severity", severity);
    if (!techniques.isEmpty()) {
      spec.set("mitreAttack", techniques);
    }
    list(spec, "references", references);
    list(spec, "falsePositives", falsePositives);
    if (!mode.isEmpty()) {
      spec.put("mode", mode);
    }
    spec.putObject("scope").put("host", host);
    list(spec, "events", events);
    expressions(spec);
    if (window != null) {
      spec.set("window", window.object());
    }
    if (!message.isEmpty()) {
      spec.putObject("alert").put("message", message);
    }
    if (!tracingPolicies.isEmpty() || !options.isEmpty()) {
      ObjectNode requires = spec.putObject("requires");
      list(requires, "tracingPolicies", tracingPolicies);
      list(requires, "tetragon", options);
    }
    return object;
  }

  private void expressions(ObjectNode spec) {
    CelWriter writer = new CelWriter();
    String expression = writer.write(match);
    Map<String, String> silenced = new LinkedHashMap<>();
    exceptions.forEach((key, value) -> silenced.put(key, writer.write(value)));
    if (!writer.variables().isEmpty()) {
      ArrayNode variables = spec.putArray("variables");
      writer
          .variables()
          .forEach((key, value) -> variables.addObject().put("name", key).put("expression", value));
    }
    if (!expression.equals("true")) {
      spec.put("match", expression);
    }
    if (!silenced.isEmpty()) {
      ArrayNode list = spec.putArray("exceptions");
      silenced.forEach((key, value) -> list.addObject().put("name", key).put("match", value));
    }
  }

  private static void list(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = node.putArray(field);
      values.stream().distinct().forEach(list::add);
    }
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }
}
