package dev.tocsin.transport.spool;

import dev.tocsin.transport.proto.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What would be found in the files of a spool, if the process that uses it ended now. */
public final class SpooledFindings {
  private static final long BOUND = 64 << 20;

  private SpooledFindings() {}

  /**
   * How many findings of a policy there are.
   *
   * @param directory of a spool, in use or not
   * @param policy name of the policy
   */
  public static long count(Path directory, String policy) throws IOException {
    Path copy = Files.createTempDirectory("tocsin-spool-");
    try {
      for (Path file : files(directory)) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
      try (Spool spool =
          Spool.open(SpoolSettings.inDirectory(copy, BOUND), InstantSource.system())) {
        return Stream.iterate(
                spool.next(0),
                Optional::isPresent,
                each -> spool.next(each.orElseThrow().sequence()))
            .map(each -> each.orElseThrow().entry().getFinding())
            .filter(finding -> finding.getPolicy().getName().equals(policy))
            .mapToLong(SpooledFindings::times)
            .sum();
      }
    } finally {
      for (Path file : files(copy)) {
        Files.delete(file);
      }
      Files.delete(copy);
    }
  }

  /** One that stands for itself alone may leave that out. */
  private static long times(Finding finding) {
    return Math.max(1, finding.getCount());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
