package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Ascii;
import dev.tocsin.event.LiteralTable.Literal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralTableTest {
  private static final List<String> LETTERS =
      List.of("a", "b", "A", "B", "/", "k", "\u212a", "é", ".", "-", "ab", "/etc", "passwd");

  /** What each finds alone, by the library of texts. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 70, 300})
  void allAreFoundInOnePass(int count) {
    Random random = new Random(count);
    List<Literal> literals = new ArrayList<>();
    while (literals.size() < count) {
      String text = text(random, 1, 5);
      if (text.length() >= 2) {
        literals.add(new Literal(text, random.nextInt(3) == 0));
      }
    }
    LiteralTable table = new LiteralTable(literals.subList(0, count / 3));
    for (int from = count / 3; from < count; from++) {
      table = table.with(literals.subList(from, from + 1));
    }
    int hits = 0;
    for (int i = 0; i < 2_000; i++) {
      String text = text(random, 0, 12);
      BitSet expected = new BitSet();
      for (int literal = 0; literal < count; literal++) {
        expected.set(literal, stands(literals.get(literal), text));
      }
      assertThat(found(table, text)).as(text).isEqualTo(expected);
      assertThat(finds(table, text)).as(text).isEqualTo(!expected.isEmpty());
      hits += expected.isEmpty() ? 0 : 1;
    }
    assertThat(hits).isPositive();
  }

  /** Found are those that stand, and, where that takes too long, all. */
  @Test
  void manyTextsOfOneLetterAreNotAllCompared() {
    List<Literal> literals = new ArrayList<>();
    for (int length = 1_001; length <= 2_000; length++) {
      literals.add(new Literal("a".repeat(length), false));
    }
    LiteralTable table = new LiteralTable(literals);

    assertThat(found(table, ("a".repeat(1_000) + "b").repeat(4)).cardinality()).isEqualTo(1_000);
    assertThat(finds(table, ("a".repeat(1_000) + "b").repeat(4))).isFalse();
    assertThat(found(table, "a".repeat(1_000)).cardinality()).isZero();
  }

  @Test
  void literalsHaveNumbersInTheOrderInWhichTheyCame() {
    LiteralTable table =
        new LiteralTable(List.of(new Literal("ab", false), new Literal("cab", true)))
            .with(List.of(new Literal("AB", true), new Literal("bab", false)));

    assertThat(table.number(new Literal("ab", false))).isZero();
    assertThat(table.number(new Literal("cAb", true))).isEqualTo(1);
    assertThat(table.number(new Literal("ab", true))).isEqualTo(2);
    assertThat(table.number(new Literal("bab", false))).isEqualTo(3);
    assertThat(table.number(new Literal("bab", true))).isNegative();
    assertThat(table.number(new Literal("zz", false))).isNegative();
  }

  private static boolean stands(Literal literal, String text) {
    return literal.ignoreCase()
        ? text.chars().anyMatch(letter -> letter >= 128)
            || Ascii.toLowerCase(text).contains(Ascii.toLowerCase(literal.text()))
        : text.contains(literal.text());
  }

  @Test
  void aTextInTheMiddleOfAMessageEndsWhereItEnds() {
    LiteralTable table = new LiteralTable(List.of(new Literal("bc", false)));
    byte[] message = {'a', 'b', 'c', 'd'};
    EncodedText text = new EncodedText();
    text.wrap(message, 0, 2);
    assertThat(found(table, text).isEmpty()).isTrue();
    text.wrap(message, 1, 3);
    assertThat(found(table, text).get(0)).isTrue();
    text.wrap(message, 2, 4);
    assertThat(found(table, text).isEmpty()).isTrue();
    text.wrap(message, 2, 2);
    assertThat(found(table, text).isEmpty()).isTrue();
  }

  @Test
  void oneLetterIsTooShort() {
    assertThatThrownBy(() -> new Literal("a", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a'");
  }

  private static String text(Random random, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(from, to + 1); i > 0; i--) {
      text.append(LETTERS.get(random.nextInt(LETTERS.size())));
    }
    return text.toString();
  }

  private static boolean finds(LiteralTable table, String text) {
    EncodedText encoded = new EncodedText();
    encoded.set(text);
    return table.finds(encoded);
  }

  private static BitSet found(LiteralTable table, String text) {
    EncodedText encoded = new EncodedText();
    encoded.set(text);
    return found(table, encoded);
  }

  private static BitSet found(LiteralTable table, EncodedText text) {
    long[] found = table.newSet();
    table.find(text, found);
    return BitSet.valueOf(found);
  }
}
