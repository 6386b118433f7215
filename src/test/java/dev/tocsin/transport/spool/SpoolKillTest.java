package dev.tocsin.transport.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that uses a spool, again and again, and looks at what it left. */
class SpoolKillTest {
  static final long BOUND = 256 << 10;
  private static final int KILLS = Integer.getInteger("tocsin.kills", 8);

  @TempDir private Path folder;
  @TempDir private Path outside;
  private Path said;

  @Test
  void whatWasSaidToBeSafeIsThere() throws Exception {
    said = outside.resolve("said");
    Random random = new Random(42);
    Map<Long, String> safe = new TreeMap<>();
    long greatest = 0;
    for (int run = 0; run < KILLS; run++) {
      for (String line : killedAfter(run, Duration.ofMillis(random.nextInt(400)))) {
        String[] words = line.split(" ");
        long sequence = Long.parseLong(words[1]);
        if (words[0].equals("+")) {
          assertThat(sequence).isGreaterThan(greatest);
          greatest = sequence;
          safe.put(sequence, words[2]);
        } else {
          safe.remove(sequence);
        }
      }
      // opened here too: what the killed process left is read, and some of it removed
      try (Spool spool =
          Spool.open(SpoolSettings.inDirectory(folder, BOUND), InstantSource.system())) {
        Map<Long, String> found = new TreeMap<>();
        List<Long> order = new ArrayList<>();
        entries(spool)
            .forEach(
                each -> {
                  order.add(each.sequence());
                  found.put(each.sequence(), each.entry().getFinding().getId());
                });
        assertThat(spool.state().durable()).isTrue();
        assertThat(spool.counters().damaged()).isZero();
        assertThat(order).isSorted().doesNotHaveDuplicates();
        assertThat(found).containsAllEntriesOf(safe);
        // what else is there had not been said yet, or was about to be removed
        assertThat(found.size() - safe.size()).isLessThanOrEqualTo(25);
        spool.done(0, Long.MAX_VALUE);
        safe.clear();
        greatest = order.isEmpty() ? greatest : Math.max(greatest, order.getLast());
      }
    }
  }

  /**
   * Kills the process so long after it has said its first line; what it said, whole lines only. It
   * says it to a file, so that it never waits for a reader and is killed in the midst of its work.
   */
  private List<String> killedAfter(int seed, Duration delay)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SpoolVictim.class.getName(),
                folder.toString(),
                Integer.toString(seed))
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    await().until(() -> Files.size(said) > 0);
    assertThat(process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS))
        .as("ended before it was killed")
        .isFalse();
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(said, StandardCharsets.US_ASCII);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static Stream<Spool.Spooled> entries(Spool spool) {
    return Stream.iterate(
            spool.next(0), Optional::isPresent, each -> spool.next(each.orElseThrow().sequence()))
        .map(Optional::orElseThrow);
  }
}
