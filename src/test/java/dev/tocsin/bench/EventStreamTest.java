package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.tocsin.event.Event;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured is what it is taken for. */
class EventStreamTest {
  private static final int COUNT = 500;

  private final EventStream stream = EventStream.recorded(COUNT);

  private List<GetEventsResponse> decoded() throws InvalidProtocolBufferException {
    List<GetEventsResponse> events = new ArrayList<>();
    for (byte[] message : stream.messages()) {
      events.add(GetEventsResponse.parseFrom(message));
    }
    return events;
  }

  @Test
  void eventsComeInTheOrderOfTheirTime() {
    assertThat(List.of(stream.messages()))
        .hasSize(COUNT)
        .extracting(message -> Event.of(message).timeNanos())
        .filteredOn(time -> time > 0)
        .isSorted();
  }

  @Test
  void eventsOfDefaultFlagsAreSmallAndEachLaterThanTheOneBefore() {
    EventStream small = EventStream.ofDefaultFlags(COUNT);

    assertThat(small.meanBytes()).isLessThan(stream.meanBytes() / 2);
    assertThat(List.of(small.messages()))
        .hasSize(COUNT)
        .doesNotHaveDuplicates()
        .extracting(message -> Event.of(message).timeNanos())
        .filteredOn(time -> time > 0)
        .isSorted();
  }

  @Test
  void theNextRoundIsTheSameEventsAfterTheLastOne() throws InvalidProtocolBufferException {
    List<GetEventsResponse> before = decoded();
    stream.nextRound();
    List<GetEventsResponse> after = decoded();
    long shift = after.getFirst().getTime().getSeconds() - before.getFirst().getTime().getSeconds();
    assertThat(after.getFirst().getTime().getSeconds())
        .isGreaterThan(before.getLast().getTime().getSeconds());
    for (int i = 0; i < COUNT; i++) {
      GetEventsResponse.Builder expected = before.get(i).toBuilder();
      if (before.get(i).hasTime()) {
        Timestamp time = before.get(i).getTime();
        expected.setTime(time.toBuilder().setSeconds(time.getSeconds() + shift));
      }
      assertThat(after.get(i)).isEqualTo(expected.build());
    }
  }

  @Test
  void theScanFindsTheFieldsThatTheDecoderFinds() throws InvalidProtocolBufferException {
    WireScan scan = new WireScan();
    List<GetEventsResponse> events = decoded();
    assertThat(events).anyMatch(GetEventsResponse::hasProcessExec);
    for (int i = 0; i < COUNT; i++) {
      Process process = events.get(i).getProcessExec().getProcess();
      if (events.get(i).hasProcessExec()) {
        assertThat(scan.scan(stream.messages()[i]))
            .isEqualTo(
                process.getBinaryBytes().size()
                    + process.getArgumentsBytes().size()
                    + process.getDockerBytes().size());
      }
    }
  }

  @Test
  void allEventsCanBeOfOneSecond() throws InvalidProtocolBufferException {
    stream.setTime(1_795_500_000L);

    assertThat(decoded())
        .filteredOn(GetEventsResponse::hasTime)
        .hasSizeGreaterThan(COUNT / 2)
        .allMatch(event -> event.getTime().getSeconds() == 1_795_500_000L);
  }
}
