package dev.tocsin.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  private static final Components<Address> ADDRESSES = Components.of(Address.class);

  public record Address(String sourceIP, int port, String zone) {
    public Address {
      if (port < 0) {
        throw new IllegalStateException("port " + port);
      }
    }
  }

  private record Hidden(String name) {}

  @Test
  void valuesAreReadAndMadeInTheOrderOfTheComponents() {
    Address address = new Address("10.0.0.1", 80, "a");

    assertThat(ADDRESSES.value(address, 0)).isEqualTo("10.0.0.1");
    assertThat(ADDRESSES.value(address, 1)).isEqualTo(80);
    assertThat(ADDRESSES.make(new Object[] {"10.0.0.1", 80, "a"})).isEqualTo(address);
  }

  public record Absent(@Nullable String name, int port) {}

  @Test
  void valuesOfAnyRecordAreThoseThatItHas() {
    assertThat(Components.values(new Absent("a", 80))).containsExactly("a", 80);
    assertThat(Components.values(new Absent(null, 80))).containsExactly(80);
  }

  @Test
  void onlyTextsAreChanged() {
    assertThat(ADDRESSES.withTexts(new Address("ip", 80, "zone"), text -> text + "!"))
        .isEqualTo(new Address("ip!", 80, "zone!"));
  }

  @Test
  void oneNameIsWrittenInSeveralWays() {
    assertThat(Components.plain("sourceIP")).isEqualTo(Components.plain("source_ip"));
  }

  @Test
  void valuesOfOtherTypesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ADDRESSES.make(new Object[] {"10.0.0.1", "80", "a"}));
  }

  @Test
  void whatARecordRefusesIsSaidWithItsReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ADDRESSES.make(new Object[] {"10.0.0.1", -1, "a"}))
        .withMessageContaining("Address refuses its values")
        .havingCause()
        .withMessage("port -1");
  }

  @Test
  void aRecordThatCannotBeMadeFromOutsideIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Components.of(Hidden.class))
        .withMessageContaining("Hidden is not public");
  }
}
