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
}
