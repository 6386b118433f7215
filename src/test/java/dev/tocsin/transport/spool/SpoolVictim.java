package dev.tocsin.transport.spool;

import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Reported;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * Appends to a spool and removes from it until it is killed, and says on standard output what it
 * was told is safe ({@code + sequence id}) and what it is about to remove ({@code - sequence}).
 */
final class SpoolVictim {
  private SpoolVictim() {}

  public static void main(String[] arguments) throws InterruptedException {
    long seed = Long.parseLong(arguments[1]);
    Random random = new Random(seed);
    Findings findings = new Findings(InstantSource.system());
    findings.idPrefix = seed + "-";
    try (Spool spool =
        Spool.open(
            SpoolSettings.inDirectory(Path.of(arguments[0]), SpoolKillTest.BOUND),
            InstantSource.system())) {
      Deque<Long> there = new ArrayDeque<>();
      while (true) {
        StringBuilder said = new StringBuilder();
        long last = 0;
        for (int i = random.nextInt(20); i >= 0; i--) {
          findings.arguments = "x".repeat(random.nextInt(300));
          var finding = findings.finding("pod");
          last = spool.append(Reported.once(finding));
          there.add(last);
          said.append("+ ").append(last).append(' ').append(finding.id()).append('\n');
        }
        if (spool.awaitWritten(last)) {
          say(said);
        }
        // about 100 are there at any time: the bound is not met
        while (there.size() > 100) {
          StringBuilder removal = new StringBuilder();
          long first = there.removeFirst();
          removal.append("- ").append(first).append('\n');
          say(removal);
          spool.done(first, first);
        }
      }
    }
  }

  /** In one piece: what is said is said before the next step. */
  private static void say(StringBuilder text) {
    System.out.print(text);
    System.out.flush();
  }
}
