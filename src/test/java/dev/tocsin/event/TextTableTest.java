package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void textsKeepTheirNumbersWhenMoreCome() {
    List<String> texts = new ArrayList<>();
    TextTable table = new TextTable(List.of("t0", "t1", "t0"));
    texts.add("t0");
    texts.add("t1");
    for (int i = 2; i < 500; i++) {
      TextTable before = table;
      table = table.with(List.of("t" + i, "t" + i / 2));
      texts.add("t" + i);
      assertThat(find(before, "t" + i)).isNegative();
    }
    for (int number = 0; number < texts.size(); number++) {
      assertThat(find(table, texts.get(number))).isEqualTo(number);
    }
    assertThat(find(table, "")).isNegative();
    assertThat(find(table.with(List.of("")), "")).isEqualTo(texts.size());
  }

  private static int find(TextTable table, String text) {
    EncodedText encoded = new EncodedText();
    encoded.set(text);
    return table.find(encoded);
  }
}
