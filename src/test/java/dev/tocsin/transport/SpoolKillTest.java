package dev.tocsin.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  @Test
  void whatWasSaidToBeSafeIsThere() throws Exception {
    Random random = new Random(42);
    Map<Long, String> safe = new TreeMap<>();
    long greatest = 0;
    for (int run = 0; run < KILLS; run++) {
      for (String line : killedAfter(run, 300 + random.nextInt(3000))) {
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

  /** Kills the process after it has said so much; what it said, whole lines only. */
  private List<String> killedAfter(int seed, int lines) throws IOException, InterruptedException {
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
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> said = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      int count = 0;
      while (count < lines) {
        int next = out.read();
        if (next < 0) {
          throw new IllegalStateException("the process ended by itself");
        }
        text.append((char) next);
        count += next == '\n' ? 1 : 0;
      }
      // the handle: the process itself would close its output, of which the end is not read yet
      process.toHandle().destroyForcibly();
      for (int next = out.read(); next >= 0; next = out.read()) {
        text.append((char) next);
      }
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    int whole = text.lastIndexOf("\n") + 1;
    text.substring(0, whole).lines().forEach(said::add);
    return said;
  }

  private static Stream<Spool.Spooled> entries(Spool spool) {
    return Stream.iterate(
            spool.next(0), Optional::isPresent, each -> spool.next(each.orElseThrow().sequence()))
        .map(Optional::orElseThrow);
  }
}
