package dev.tocsin.event;

import dev.tocsin.command.ProgramNames;
import java.nio.charset.StandardCharsets;

/**
 * The usual name of one process's program, worked out once however often it is asked for, and
 * whether the program may stand for another one, or write files by its arguments: by the bytes of
 * the name alone, so that the command lines of most processes are never read.
 */
final class ProgramName {
  private static final int UNKNOWN = -1;

  private static final TextTable LEADING = new TextTable(ProgramNames.LEADING);
  private static final TextTable WRITING = new TextTable(ProgramNames.WRITING);
  private static final byte[][] LEADING_PREFIXES =
      ProgramNames.LEADING_PREFIXES.stream()
          .map(prefix -> prefix.getBytes(StandardCharsets.UTF_8))
          .toArray(byte[][]::new);

  private int length = UNKNOWN;
  private boolean leading;
  private boolean writing;

  /** To be called when the process is another one. */
  void forget() {
    length = UNKNOWN;
  }

  /** Whether {@link #learn} was called for this process. */
  boolean isKnown() {
    return length != UNKNOWN;
  }

  /** Learns the usual name, and cuts the name of the program's file to it. */
  void learn(EncodedText name) {
    name.cutToUsualName();
    length = name.length();
    leading = leads(name);
    writing = WRITING.contains(name);
  }

  /** Cuts the name of the program's file to its usual name. */
  void cut(EncodedText name) {
    name.cutTo(length);
  }

  /** Whether the program may stand for another one. */
  boolean isLeading() {
    return leading;
  }

  /** Whether it may write files that its arguments name. */
  boolean isWriting() {
    return writing;
  }

  private static boolean leads(EncodedText name) {
    for (byte[] prefix : LEADING_PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return LEADING.contains(name);
  }
}
