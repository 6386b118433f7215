package dev.tocsin.source.sysmon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Event;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records with pieces cut out, doubled and replaced: whatever comes of it, it is an answer. */
class MutatedRecordsTest {
  private static final String[] PIECES = {
    "<",
    ">",
    "</",
    "/>",
    "<Event>",
    "</Event>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "&",
    "&#0;",
    "&lt;",
    "&#x10FFFF;",
    "\"",
    "'",
    " ",
    "\n",
    "\u0000",
    "\ud800",
    "\uffff",
    "<!DOCTYPE a [",
    "]",
    "=",
    ":",
    "xmlns:",
    "xml:space",
    "<Data Name=\"Image\">",
    "%a;",
    "<!ENTITY"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void endInAnAnswer(long seed) {
    Random random = new Random(seed);
    SysmonDecoder decoder = new SysmonDecoder();
    int executions = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text =
          new StringBuilder("<14>1 2026-11-24T10:00:01.12Z relay sysmon 812 - [a b=\"c\"] ")
              .append(Records.record().xml());
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        mutate(text, random);
      }
      switch (decoder.decode(text.toString())) {
        case Decoded.Execution execution -> {
          assertThat(Event.of(execution.message()).process().binary()).isNotEmpty();
          executions++;
        }
        case Decoded.Broken broken -> assertThat(broken.reason()).isNotBlank();
        case Decoded.Ignored ignored -> {}
      }
    }
    assertThat(executions).isPositive();
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(12));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, text.substring(at, end));
      case 2 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
      default -> text.setCharAt(at, (char) random.nextInt(0x10000));
    }
    if (text.isEmpty()) {
      text.append('<');
    }
  }
}
