package dev.tocsin.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttackCatalogTest {
  private static final AttackCatalog CATALOG = AttackCatalog.read();

  @Test
  void isTheWholeOfEnterprise() {
    assertThat(CATALOG.tactics())
        .hasSize(14)
        .extracting(Tactic::key)
        .contains("PrivilegeEscalation", "CommandAndControl");
    assertThat(CATALOG.inForce())
        .hasSize(691)
        .allSatisfy(each -> assertThat(each.tactics()).isNotEmpty().allMatch(CATALOG::hasTactic));
  }

  @Test
  void knowsWhatIsInTheContainersMatrix() {
    assertThat(CATALOG.technique("T1611"))
        .isEqualTo(
            new Technique("T1611", "Escape to Host", List.of("PrivilegeEscalation"), "", true));
    assertThat(CATALOG.inForce())
        .filteredOn(Technique::inContainers)
        .hasSize(48)
        .extracting(Technique::id)
        .contains("T1552.007")
        .doesNotContain("T1003.008");
  }

  @Test
  void aPartKnowsItsParent() {
    assertThat(CATALOG.technique("T1552.007")).extracting(Technique::parent).isEqualTo("T1552");
    assertThat(CATALOG.technique("T1552")).extracting(Technique::parent).isEqualTo("T1552");
  }

  @Test
  void knowsWhatTheNextVersionMakesOfDefenseEvasion() {
    assertThat(CATALOG.hasTactic("Stealth")).isTrue();
    assertThat(CATALOG.hasTactic("DefenseImpairment")).isTrue();
    assertThat(CATALOG.tactic("TA0005")).map(Tactic::key).contains("Stealth");
    assertThat(CATALOG.tactic("TA0002")).map(Tactic::key).contains("Execution");
    assertThat(CATALOG.technique("T1685.004"))
        .isEqualTo(
            new Technique(
                "T1685.004",
                "Disable or Modify Linux Audit System Log",
                List.of("DefenseImpairment"),
                "",
                false));
    assertThat(CATALOG.technique("T1070.003"))
        .satisfies(
            each ->
                assertThat(CATALOG.tacticsOf(each)).containsExactly("DefenseEvasion", "Stealth"));
  }
}
