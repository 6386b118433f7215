package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.image.JvmFlags;
import dev.tocsin.image.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnusedHeapTest {
  private static final long MIB = 1 << 20;

  private long committed = 60 * MIB;
  private long allocated;
  private int collections;

  private final UnusedHeap heap =
      new UnusedHeap(
          () -> committed,
          () -> allocated,
          () -> {
            collections++;
            committed = 60 * MIB;
          });

  @Test
  void collectsWhatABurstHasLeft() {
    committed = 60 * MIB + UnusedHeap.MIN_GROWTH;
    heap.look();
    heap.look();
    assertThat(collections).isEqualTo(1);
    assertThat(committed).isEqualTo(60 * MIB);
  }

  @Test
  void leavesAHeapAloneThatHasNotGrown() {
    committed = 60 * MIB + UnusedHeap.MIN_GROWTH - 1;
    heap.look();
    assertThat(collections).isZero();
  }

  @Test
  void waitsForTheEndOfTheBurst() {
    committed = 230 * MIB;
    allocated = UnusedHeap.CALM + 1;
    heap.look();
    assertThat(collections).isZero();
    heap.look();
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void aHeapThatIsInUseIsNotCollectedAgainAndAgain() {
    UnusedHeap full = new UnusedHeap(() -> committed, () -> 0, () -> collections++);
    committed = 230 * MIB;
    full.look();
    full.look();
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void aHeapThatWasInUseIsTriedAgainAfterAnHour() {
    UnusedHeap full = new UnusedHeap(() -> committed, () -> 0, () -> collections++);
    committed = 230 * MIB;
    for (int i = 0; i < UnusedHeap.LOOKS_TO_RETRY; i++) {
      full.look();
    }
    assertThat(collections).isEqualTo(1);
    full.look();
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void aHeapThatShrankByItselfIsCollectedAgain() {
    UnusedHeap full = new UnusedHeap(() -> committed, () -> 0, () -> collections++);
    committed = 200 * MIB;
    full.look();
    committed = 93 * MIB;
    full.look();
    committed = 200 * MIB;
    full.look();
    assertThat(collections).isEqualTo(2);
  }

  /** With the collector and the flags of a pod: without some of them it keeps all or most. */
  @Test
  void theSystemHasTheMemoryAgain() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.AS_IN_A_POD);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Burst.class.getName()));
    String said = Tool.run(Path.of("."), command);
    List<Long> mebibytes =
        said.lines().filter(line -> line.matches("[0-9]+")).map(Long::valueOf).toList();
    assertThat(mebibytes).as(said).hasSize(2);
    assertThat(mebibytes.getFirst()).as("after the burst").isGreaterThan(150);
    assertThat(mebibytes.getLast()).as("after a look").isLessThan(120);
  }

  /** Has more and more live objects, then few; prints what its heap takes, in MiB. */
  static final class Burst {
    private static List<byte[]> live = new ArrayList<>();

    private Burst() {}

    public static void main(String[] arguments) {
      try (UnusedHeap heap = UnusedHeap.ofThisProcess()) {
        Stream.generate(() -> new byte[1 << 10]).limit(180 << 10).forEach(live::add);
        live = new ArrayList<>(live.subList(0, 40 << 10));
        print();
        heap.look();
      }
      print();
    }

    private static void print() {
      System.out.println(Runtime.getRuntime().totalMemory() / MIB);
    }
  }
}
