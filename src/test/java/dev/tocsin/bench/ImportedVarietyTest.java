package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.Policy;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured is what it is taken for. */
class ImportedVarietyTest {
  private static final int COUNT = 300;

  @Test
  void bothFormsAreTheSameRules() {
    List<Policy> imported = ImportedVariety.of(COUNT, false);
    List<Policy> plain = ImportedVariety.of(COUNT, true);

    assertThat(imported)
        .hasSize(COUNT)
        .extracting(each -> each.id().name())
        .doesNotHaveDuplicates();
    assertThat(new HashSet<>(imported.stream().map(Policy::match).toList())).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(imported.get(i).title()).isEqualTo(plain.get(i).title());
      assertThat(PolicyVariety.compiled(imported.get(i)).canMatch()).isTrue();
      assertThat(PolicyVariety.compiled(plain.get(i)).canMatch()).isTrue();
    }
  }
}
