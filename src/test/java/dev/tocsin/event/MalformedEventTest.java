package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.ProcessExec;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken bytes end in a MalformedEventException, and in nothing else. */
class MalformedEventTest {
  private static final int MUTANTS_PER_EVENT = 20;

  static Stream<String> recordings() {
    return Recordings.names().stream();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void onlyMalformedEventExceptionComesOutOfMutatedRecordings(String recording) {
    Random random = new Random(recording.hashCode());
    Event event = Event.of(new byte[0]);
    int broken = 0;
    for (byte[] message : Recordings.messages(recording)) {
      if (message.length > 20_000) {
        continue;
      }
      for (int i = 0; i < MUTANTS_PER_EVENT; i++) {
        try {
          EveryField.read(event.wrap(mutant(message, random)));
        } catch (MalformedEventException e) {
          broken++;
          assertThat(e).hasMessageContaining("byte");
        }
      }
    }
    assertThat(broken).isPositive();
  }

  private static byte[] mutant(byte[] message, Random random) {
    byte[] mutant = Arrays.copyOf(message, message.length);
    switch (random.nextInt(4)) {
      case 0 -> mutant = Arrays.copyOf(message, random.nextInt(message.length));
      case 1 -> mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      case 2 -> {
        for (int i = 0; i < 8; i++) {
          mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
        }
      }
      default -> {
        int at = random.nextInt(mutant.length);
        Arrays.fill(mutant, at, Math.min(mutant.length, at + 12), (byte) 0xff);
      }
    }
    return mutant;
  }

  @Test
  void noBytesAreAnEmptyEvent() {
    Event event = Event.of(new byte[0]);
    assertThat(event.kind()).isEqualTo(EventKind.UNKNOWN);
    assertThat(event.process().present()).isFalse();
    EveryField.read(event);
  }

  @Test
  void aFieldLongerThanItsMessageIsNamedWithItsPosition() {
    byte[] exec = {0x0a, 0x05, 0x0a, 0x7f, 1, 2, 3};
    Event event = Event.of(exec);
    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_EXEC);
    assertThatThrownBy(event::process)
        .isInstanceOf(MalformedEventException.class)
        .hasMessage("field 1 at byte 2 is longer than its message");
  }

  @Test
  void anEndlessNumberIsNoNumber() {
    byte[] bytes = new byte[12];
    Arrays.fill(bytes, (byte) 0xff);
    assertThatThrownBy(() -> Event.of(bytes).kind())
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("more than ten bytes");
  }

  @Test
  void aBrokenProcessDoesNotKeepTheNodeFromBeingRead() {
    byte[] good =
        GetEventsResponse.newBuilder()
            .setProcessExec(ProcessExec.getDefaultInstance())
            .setNodeName("node-1")
            .build()
            .toByteArray();
    byte[] broken = new byte[good.length + 2];
    System.arraycopy(good, 2, broken, 4, good.length - 2);
    broken[0] = 0x0a;
    broken[1] = 2;
    broken[2] = 0x0a;
    broken[3] = 9;
    Event event = Event.of(broken);
    assertThat(event.node()).isEqualTo("node-1");
    assertThatThrownBy(event::process).isInstanceOf(MalformedEventException.class);
  }
}
