package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.ConditionReason;
import dev.tocsin.notify.silence.SilenceCondition;
import dev.tocsin.reference.ReferencePage;
import dev.tocsin.sink.AlertCondition;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/reference/conditions.md has every condition that the status of an object can have. */
class ConditionReferenceTest {
  private static Map<String, List<ConditionReason>> declared() {
    Map<String, List<ConditionReason>> byKind = new LinkedHashMap<>();
    byKind.put(
        "DetectionPolicy",
        Arrays.stream(PolicyCondition.values()).map(PolicyCondition::reason).toList());
    byKind.put(
        "DetectionException",
        Arrays.stream(ExceptionCondition.values()).map(ExceptionCondition::reason).toList());
    byKind.put(
        "SecurityAlert",
        Arrays.stream(AlertCondition.values()).map(AlertCondition::reason).toList());
    byKind.put(
        "AlertSilence",
        Arrays.stream(SilenceCondition.values()).map(SilenceCondition::reason).toList());
    return byKind;
  }

  @Test
  void thePageHasTheConditionsThatThereAre() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Conditions

            Made from the code by `make docs`. `kubectl describe dpol NAME` shows them with their messages. Policies and exceptions have one of each type; an alert has `Delivered` once its Kubernetes Event was tried, `Overflow` when it stands for others.

            ## Summaries

            For tools that know nothing of policies. Reason and message are those of the condition that decided: `Accepted`, `Healthy` or `Loaded` of a policy, `Active` of an exception. [Waiting for policies](../operating.md#waiting-for-policies) has which.

            | type | meaning |
            | --- | --- |
            """);
    for (StatusConditions.Summary each : StatusConditions.Summary.values()) {
      page.append("| `%s` | %s |\n".formatted(each.type(), each.meaning()));
    }
    declared()
        .forEach(
            (kind, reasons) -> {
              page.append("\n## ").append(kind).append("\n\n");
              page.append("| type | status | reason | meaning | what to do |\n");
              page.append("| --- | --- | --- | --- | --- |\n");
              reasons.forEach(
                  each ->
                      page.append(
                          "| `%s` | %s | `%s` | %s | %s |\n"
                              .formatted(
                                  each.type(),
                                  each.status(),
                                  each.reason(),
                                  ReferencePage.cell(each.meaning()),
                                  ReferencePage.cell(each.remedy()))));
            });

    ReferencePage.named("conditions.md").isUpToDate(page.toString());
  }

  @Test
  void whatIsNotAsItShouldBeSaysWhatToDo() {
    declared()
        .values()
        .forEach(
            reasons -> {
              assertThat(reasons).doesNotHaveDuplicates();
              for (ConditionReason each : reasons) {
                assertThat(each.status()).isIn("True", "False", "Unknown");
                assertThat(each.meaning()).as(each.reason()).endsWith(".");
                assertThat(each.remedy()).as(each.reason()).matches("|.+\\.");
                assertThat(each.remedy().isEmpty() && each.status().equals("Unknown"))
                    .as(each.reason())
                    .isFalse();
              }
            });
  }
}
