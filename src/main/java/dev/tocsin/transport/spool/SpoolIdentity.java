package dev.tocsin.transport.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sequences of a spool count in.
 *
 * @param name random, made with the spool
 * @param first the first sequence that this process may use; no process before has used it or a
 *     greater one
 */
record SpoolIdentity(String name, long first) {
  /** Sequences set aside for each process: more than it can use. */
  private static final long RESERVED = 1L << 32;

  private static final Pattern TEXT = Pattern.compile("([0-9a-f-]{36}) (\\d{1,18})\n");

  /** Of a spool that is kept in memory. */
  static SpoolIdentity fresh(long first) {
    return new SpoolIdentity(UUID.randomUUID().toString(), first);
  }

  /**
   * Reads the identity that is stored, or begins a new one where there is none that can be read,
   * and stores what is left to the next process.
   *
   * @param least the first sequence is not below it
   */
  static SpoolIdentity advance(Path file, ChannelOpener opener, long least) throws IOException {
    SpoolIdentity now =
        stored(file)
            .map(stored -> new SpoolIdentity(stored.name, Math.max(stored.first, least)))
            .orElseGet(() -> fresh(least));
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        opener.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer text =
          ByteBuffer.wrap(
              (now.name + " " + (now.first + RESERVED) + "\n").getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    return now;
  }

  private static Optional<SpoolIdentity> stored(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Matcher text = TEXT.matcher(new String(Files.readAllBytes(file), StandardCharsets.US_ASCII));
    return text.matches()
        ? Optional.of(new SpoolIdentity(text.group(1), Long.parseLong(text.group(2))))
        : Optional.empty();
  }
}
