package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tocsin.text.Quantity;
import java.util.ArrayList;
import java.util.List;

/** The alerts that came against those that must. */
final class Comparison {
  private final String onlyPolicy;
  private final List<JsonNode> unexpected;
  private final List<String> failures = new ArrayList<>();

  private Comparison(List<JsonNode> alerts, String onlyPolicy) {
    this.onlyPolicy = onlyPolicy;
    this.unexpected = new ArrayList<>(alerts);
  }

  /**
   * What is wrong, in words; empty when nothing is.
   *
   * @param onlyPolicy the policy that is meant where an expectation names none
   */
  static List<String> failures(
      List<JsonNode> alerts, List<ExpectedAlert> expected, String onlyPolicy) {
    Comparison comparison = new Comparison(alerts, onlyPolicy);
    expected.forEach(comparison::compare);
    comparison.unexpected.forEach(
        alert -> comparison.failures.add("an alert that is not expected: " + describe(alert)));
    return List.copyOf(comparison.failures);
  }

  /** Each alert is one of the first expectation that it meets. */
  private void compare(ExpectedAlert expected) {
    String policy = expected.policy().orElse(onlyPolicy);
    List<JsonNode> ofPolicy =
        unexpected.stream().filter(alert -> policy.equals(policyOf(alert))).toList();
    List<JsonNode> met =
        ofPolicy.stream().filter(alert -> mismatch(alert, expected).isEmpty()).toList();
    if (met.size() != expected.alerts()) {
      failures.add(counts(expected, policy, met.size()));
      ofPolicy.stream()
          .filter(alert -> !met.contains(alert))
          .forEach(
              alert -> failures.add("  " + describe(alert) + ": " + mismatch(alert, expected)));
    } else if (expected.findings().isPresent()) {
      long findings = met.stream().mapToLong(alert -> alert.at("/status/count").asLong()).sum();
      if (findings != expected.findings().getAsLong()) {
        failures.add(
            "expected "
                + Quantity.of(expected.findings().getAsLong(), "finding")
                + " of "
                + policy
                + ", and there are "
                + findings);
      }
    }
    unexpected.removeAll(met);
  }

  private static String counts(ExpectedAlert expected, String policy, int found) {
    String like = expected.fields().isEmpty() ? "" : " with " + expected.fields();
    return "expected "
        + expected.alerts()
        + (expected.alerts() == 1 ? " alert" : " alerts")
        + " of "
        + policy
        + like
        + ", and there "
        + (found == 1 ? "is " : "are ")
        + found;
  }

  /** The first field that is not as expected; empty when all are. */
  private static String mismatch(JsonNode alert, ExpectedAlert expected) {
    for (var field : expected.fields().entrySet()) {
      JsonNode value = find(alert, field.getKey());
      if (!field.getValue().accepts(value)) {
        return field.getKey()
            + " is "
            + (value.isMissingNode() ? "absent" : value)
            + ", not "
            + field.getValue();
      }
    }
    return "";
  }

  /** {@code spec.process.name}, {@code spec.ancestors[0].name}, {@code spec.group.pod.uid}. */
  static JsonNode find(JsonNode node, String path) {
    if (path.isEmpty()) {
      return node;
    }
    if (node.has(path)) {
      return node.get(path);
    }
    if (path.startsWith("[")) {
      int end = path.indexOf(']');
      int index = Integer.parseInt(path.substring(1, end));
      return find(node.path(index), path.substring(end + 1).replaceFirst("^\\.", ""));
    }
    for (int end = 1; end < path.length(); end++) {
      char c = path.charAt(end);
      if ((c == '.' || c == '[') && node.has(path.substring(0, end))) {
        return find(node.get(path.substring(0, end)), path.substring(c == '.' ? end + 1 : end));
      }
    }
    return MissingNode.getInstance();
  }

  private static String policyOf(JsonNode alert) {
    return alert.at("/spec/policy/name").asText();
  }

  private static String describe(JsonNode alert) {
    return policyOf(alert)
        + ", "
        + Quantity.of(alert.at("/status/count").asLong(), "time")
        + ": "
        + alert.at("/spec/message").asText(alert.at("/spec/title").asText());
  }
}
