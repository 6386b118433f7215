package dev.tocsin.lint.logic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.ast.Site;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** LinterTest has what policies say. Here are the forms that none of them has. */
class WritingTest {
  private static final Bindings NONE = new Bindings(Map.of(), Map.of(), Map.of(), Map.of());

  @Test
  void aFormWithoutATextOfItsOwnIsWrittenWithAllItsParts() {
    assertThat(written(1, "a", "b")).isEqualTo("Made(['a', 'b'])");
  }

  @Test
  void theSameReadsTheSameWhereverItStands() {
    assertThat(written(7, "a", "b")).isEqualTo(written(1, "a", "b"));
    assertThat(written(1, "a", "c")).isNotEqualTo(written(1, "a", "b"));
  }

  private static String written(long id, String... texts) {
    List<ExpressionNode> operands =
        List.of(texts).stream()
            .<ExpressionNode>map(
                text -> new ExpressionNode.Constant(new Site(id + text.hashCode(), null), text))
            .toList();
    return new Writing(NONE).of(new ExpressionNode.Made(new Site(id, null), operands));
  }
}
