package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedTextTest {
  private final EncodedText text = new EncodedText();

  static LongStream seeds() {
    return RandomEvents.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsAsTheViewsDo(long seed) {
    RandomEvents events = new RandomEvents(seed);
    for (int i = 0; i < 500; i++) {
      Event event = Event.of(events.next().toByteArray());

      event.process().binary(text);
      assertThat(text).hasToString(event.process().binary());
      text.cutToBaseName();
      assertThat(text).hasToString(event.process().name());
      event.parent().binary(text);
      assertThat(text).hasToString(event.parent().binary());
      event.function(text);
      assertThat(text).hasToString(event.function());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__x64_sys_setns",
        "__ia32_compat_sys_open",
        "__x64_other",
        "__",
        "fd_install",
        "__arm64_sys_",
        ""
      })
  void normalisesFunctionsAsTextsAre(String function) {
    text.set(function);
    FunctionName.normalise(text);

    assertThat(text).hasToString(FunctionName.normalise(function));
  }

  /** One after the other, in the same room. */
  @Test
  void encodesWhatItIsTurnedTo() {
    for (String each :
        List.of("/usr/bin/python", "", "sh", "k\u00e4se", "\ud83d\ude00", "nsenter")) {
      text.encode(each);

      assertThat(text).hasToString(each);
      assertThat(text.is(each.getBytes(StandardCharsets.UTF_8))).isTrue();
    }
  }

  @Test
  void isWhatItsBytesAre() {
    text.set("/tmp/käse");
    byte[] whole = "/tmp/käse".getBytes(StandardCharsets.UTF_8);

    assertThat(text.is(whole)).isTrue();
    assertThat(text.hash()).isEqualTo(EncodedText.hash(whole));
    text.cutToFirstFolder();
    assertThat(text).hasToString("/tmp/");
    assertThat(text.is(whole)).isFalse();
  }
}
