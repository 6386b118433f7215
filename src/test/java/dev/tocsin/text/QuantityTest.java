package dev.tocsin.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void onlyOneIsSingular() {
    assertThat(Quantity.of(0, "alert")).isEqualTo("0 alerts");
    assertThat(Quantity.of(1, "alert")).isEqualTo("1 alert");
    assertThat(Quantity.of(11, "alert")).isEqualTo("11 alerts");
    assertThat(Quantity.of(1, "policy", "policies")).isEqualTo("1 policy");
    assertThat(Quantity.of(21, "policy", "policies")).isEqualTo("21 policies");
  }
}
