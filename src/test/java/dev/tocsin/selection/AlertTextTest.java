package dev.tocsin.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.event.AlertView;
import dev.tocsin.transport.server.RandomRecords;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What outputs and groups read from an alert. */
class AlertTextTest {
  private final AlertView alert = new RandomRecords(1).distinct().next(AlertView.class);

  @Test
  void valuesAreTexts() throws Exception {
    assertThat(AlertText.of("by", "alert.policy").valueOf(alert)).contains(alert.policy());
    assertThat(AlertText.of("by", "alert.count").valueOf(alert))
        .contains(Long.toString(alert.count()));
    assertThat(AlertText.of("by", "alert.name == 'a'").valueOf(alert)).contains("false");
  }

  @Test
  void anAlertMayHaveNoValue() throws Exception {
    assertThat(AlertText.of("by", "alert.group['none']").valueOf(alert)).isEmpty();
  }

  @Test
  void aTextThatDoesNotCompileIsRefusedWithItsField() {
    assertThatThrownBy(() -> AlertText.of("spec.group.by[0]", "alert.polici"))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContainingAll("spec.group.by[0]", "polici");
    assertThatThrownBy(() -> AlertText.of("spec.group.by[0]", "alert.group"))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContaining("spec.group.by[0]");
  }

  @Test
  void aGroupHasAlertsWithAllItsValues() {
    assertThat(AlertGroup.of(Map.of("alert.policy", alert.policy())).has(alert)).isTrue();
    assertThat(AlertGroup.of(Map.of("alert.policy", alert.policy(), "alert.name", "b")).has(alert))
        .isFalse();
    assertThat(AlertGroup.of(Map.of()).has(alert)).isFalse();
    assertThat(AlertGroup.of(Map.of("alert.policy", "")).has(alert)).isFalse();
    assertThat(AlertGroup.of(Map.of("alert.polici", alert.policy())).has(alert)).isFalse();
    assertThat(AlertGroup.of(Map.of("alert.group['none']", "x")).has(alert)).isFalse();
  }
}
