package dev.tocsin.event;

import dev.tocsin.command.ProgramNames;
import java.nio.charset.StandardCharsets;

/**
 * Tells, from the bytes of a process's name alone, whether it may stand for another program: so
 * that the command lines of most processes are never read.
 */
final class ProgramName {
  private static final TextTable NAMES = new TextTable(ProgramNames.LEADING);
  private static final byte[][] PREFIXES =
      ProgramNames.LEADING_PREFIXES.stream()
          .map(prefix -> prefix.getBytes(StandardCharsets.UTF_8))
          .toArray(byte[][]::new);

  private ProgramName() {}

  /**
   * @param name the usual one
   */
  static boolean mayLeadOn(EncodedText name) {
    for (byte[] prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return NAMES.contains(name);
  }
}
