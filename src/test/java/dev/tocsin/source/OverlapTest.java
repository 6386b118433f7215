package dev.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.tocsin.event.Event;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Pod;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.ProcessLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapTest {
  private static final boolean OLD = false;
  private static final boolean NEW = true;

  private final Overlap overlap = new Overlap();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void howeverTwoStreamsInterleaveEachEventPassesOnce(long seed) {
    Random random = new Random(seed);
    int beginOfNew = random.nextInt(50);
    int old = 0;
    int fresh = beginOfNew;
    List<Integer> passed = new ArrayList<>();
    while (old < 100 || fresh < 100) {
      boolean fromNew = old == 100 || (fresh < 100 && random.nextBoolean());
      int event = fromNew ? fresh++ : old++;
      if (overlap.isFirst(exec(event), fromNew)) {
        passed.add(event);
      }
    }
    assertThat(passed).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void theSameEventWithItsLabelsInAnotherOrderIsTheSame() {
    assertThat(overlap.isFirst(labelled("a", "b"), OLD)).isTrue();
    assertThat(overlap.isFirst(labelled("b", "a"), NEW)).isFalse();
  }

  @Test
  void twoEventsThatLookTheSameBothPass() {
    assertThat(overlap.isFirst(loader(), OLD)).isTrue();
    assertThat(overlap.isFirst(loader(), OLD)).isTrue();
    assertThat(overlap.isFirst(loader(), NEW)).isFalse();
    assertThat(overlap.isFirst(loader(), NEW)).isFalse();
    assertThat(overlap.isFirst(loader(), NEW)).isTrue();
  }

  @Test
  void theOldStreamCanGoWhenItHasReachedTheBeginOfTheNewOne() {
    overlap.isFirst(exec(1), OLD);
    assertThat(overlap.oldCanGo()).isFalse();
    overlap.isFirst(exec(2), NEW);
    assertThat(overlap.oldCanGo()).isFalse();
    overlap.isFirst(exec(2), OLD);
    assertThat(overlap.oldCanGo()).isTrue();
  }

  @Test
  void itIsOverWhenTheNewStreamHasBroughtTheLastOfTheOldOne() {
    overlap.isFirst(exec(1), OLD);
    overlap.isFirst(exec(1), NEW);
    overlap.isFirst(exec(2), OLD);
    overlap.oldIsClosed();
    assertThat(overlap.isOver()).isFalse();
    overlap.isFirst(exec(2), NEW);
    assertThat(overlap.isOver()).isTrue();
  }

  private static Event exec(int number) {
    return Event.of(
        GetEventsResponse.newBuilder()
            .setProcessExec(
                ProcessExec.newBuilder().setProcess(Process.newBuilder().setExecId("id" + number)))
            .setTime(Timestamp.newBuilder().setSeconds(number))
            .build()
            .toByteArray());
  }

  private static Event labelled(String first, String second) {
    Pod pod = Pod.newBuilder().putPodLabels(first, "x").putPodLabels(second, "x").build();
    return Event.of(
        GetEventsResponse.newBuilder()
            .setProcessExec(
                ProcessExec.newBuilder()
                    .setProcess(Process.newBuilder().setExecId("id").setPod(pod)))
            .build()
            .toByteArray());
  }

  private static Event loader() {
    return Event.of(
        GetEventsResponse.newBuilder()
            .setProcessLoader(ProcessLoader.newBuilder().setPath("/lib/libc.so.6"))
            .build()
            .toByteArray());
  }
}
