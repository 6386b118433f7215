package dev.tocsin.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The library is quiet about harmless software. */
class NoiseTest {
  private static final Measurement MEASURED = Measurement.take(what -> {});

  @Test
  void nothingOfMediumAndAboveWithAllAccountsOfTheLists() {
    assertThat(MEASURED.software()).hasSizeGreaterThanOrEqualTo(45 + 6);
    assertThat(MEASURED.allAccounts()).filteredOn(BenignAlert::isLoud).isEmpty();
  }

  @Test
  void theTableOfSeveritiesHasThePoliciesAndTheCounts() {
    assertThat(SeverityTable.made(MEASURED)).isEqualTo(SeverityTable.written());
  }

  @Test
  void everySeverityHasAReason() {
    List<String> without =
        SeverityTable.policies().stream()
            .filter(policy -> SeverityTable.reason(policy).isEmpty())
            .map(policy -> policy.getMetadata().getName())
            .toList();

    assertThat(without).as("policies without the annotation " + SeverityTable.REASON).isEmpty();
  }
}
