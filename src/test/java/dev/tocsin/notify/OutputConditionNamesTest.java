package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.ConditionTypes;
import org.junit.jupiter.api.Test;

/** Those who look for the conditions of outputs look for what is written. */
class OutputConditionNamesTest {
  @Test
  void theConditionsHaveTheNamesThatOthersLookFor() {
    assertThat(OutputConditions.ACCEPTED).isEqualTo(ConditionTypes.ACCEPTED);
    assertThat(OutputConditions.DELIVERING).isEqualTo(ConditionTypes.DELIVERING);
  }
}
