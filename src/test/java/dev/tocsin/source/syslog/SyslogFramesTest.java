package dev.tocsin.source.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SyslogFramesTest {
  private static final int LIMIT = 20;

  static Stream<Arguments> streams() {
    return Stream.of(
        arguments("5 <1>ab", List.of("<1>ab")),
        arguments("5 <1>ab6 <2>cde", List.of("<1>ab", "<2>cde")),
        arguments("5 <1>ab\n6 <2>c\nd\n", List.of("<1>ab", "<2>c\nd")),
        arguments("<1>ab\n<2>cde\r\n\n", List.of("<1>ab", "<2>cde\r")),
        arguments("<1>ab\n5 <2>cd<3>e\n", List.of("<1>ab", "<2>cd", "<3>e")),
        arguments("\0\r\n <1>ab\n", List.of("<1>ab")),
        arguments("2026-11-24T10:00 a\n", List.of("2026-11-24T10:00 a")),
        arguments("1234567890 a\n", List.of("1234567890 a")),
        arguments("0 a\nb\n", List.of("0 a", "b")),
        arguments("<1>no end", List.of("<1>no end")),
        arguments("8 <1>short", List.of("<1>short")),
        arguments("10 <1>short", List.of("cut")),
        arguments("10", List.of("cut")),
        arguments("20 xxxxxxxxxxxxxxxxxxxx", List.of("x".repeat(20))),
        arguments("21 xxxxxxxxxxxxxxxxxxxxx5 <1>ab", List.of("too long", "<1>ab")),
        arguments("999999999 ab", List.of("too long")),
        arguments("x".repeat(20) + "\n<1>ab\n", List.of("x".repeat(20), "<1>ab")),
        arguments("x".repeat(21) + "\n<1>ab\n", List.of("too long", "<1>ab")),
        arguments("x".repeat(500), List.of("too long")),
        arguments("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void messagesAreTheSameWhereverTheStreamIsSplit(String stream, List<String> messages) {
    byte[] bytes = stream.getBytes(UTF_8);
    assertThat(take(bytes, bytes.length)).isEqualTo(messages);
    assertThat(take(bytes, 1)).isEqualTo(messages);
    for (int split = 1; split < bytes.length; split++) {
      List<String> taken = new ArrayList<>();
      SyslogFrames frames = frames(taken);
      frames.feed(bytes, split);
      byte[] rest = Arrays.copyOfRange(bytes, split, bytes.length);
      frames.feed(rest, rest.length);
      frames.end(true);
      assertThat(taken).as("split at %d", split).isEqualTo(messages);
    }
  }

  @Test
  void aLineThatIsNotFinishedWhenTheConnectionBreaksIsCut() {
    List<String> taken = new ArrayList<>();
    SyslogFrames frames = frames(taken);
    frames.feed("<1>ab\n<2>c".getBytes(UTF_8), 10);
    assertThat(frames.isBetween()).isFalse();
    assertThat(frames.begun()).isEqualTo(2);
    frames.end(false);
    assertThat(taken).containsExactly("<1>ab", "cut");
    assertThat(frames.isBetween()).isTrue();
  }

  @Test
  void whateverComesNoMessageIsLongerThanTheLimit() {
    byte[] alphabet = "0123456789 \n<>x\r".getBytes(UTF_8);
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[200];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = alphabet[random.nextInt(alphabet.length)];
      }
      List<String> whole = take(bytes, bytes.length);
      assertThat(whole).allMatch(message -> message.length() <= LIMIT);
      assertThat(take(bytes, 1 + random.nextInt(7))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  private static List<String> take(byte[] bytes, int piece) {
    List<String> taken = new ArrayList<>();
    SyslogFrames frames = frames(taken);
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] next = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      frames.feed(next, next.length);
    }
    frames.end(true);
    return taken;
  }

  private static SyslogFrames frames(List<String> taken) {
    return new SyslogFrames(
        LIMIT,
        new SyslogFrames.Receiver() {
          @Override
          public void message(byte[] bytes, int length) {
            taken.add(new String(bytes, 0, length, UTF_8));
          }

          @Override
          public void tooLong() {
            taken.add("too long");
          }

          @Override
          public void cut() {
            taken.add("cut");
          }
        });
  }
}
