package dev.tocsin.event;

import dev.tocsin.command.CommandLine;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The command lines that were read last: the events of one process carry the same, and probes and
 * jobs start the same programs again and again. Reading the text of a shell takes microseconds and
 * leaves garbage; finding it here does neither.
 *
 * <p>A table in which a command line overwrites another one on the same slot. What is long, or has
 * many commands, is not kept, so that nobody can fill the memory by what he starts: that bounds the
 * table to a few MiB. For one thread.
 */
final class RecentCommandLines {
  private static final int SLOTS = 256;

  /** In bytes, of file, arguments and directory together. */
  private static final int LONGEST = 1_024;

  private static final int MOST_COMMANDS = 16;

  private @Nullable Known @Nullable [] slots;
  private final EncodedText binary = new EncodedText();
  private final EncodedText arguments = new EncodedText();
  private final EncodedText cwd = new EncodedText();

  /** What a command line was read from, and what it is. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Known(byte[] binary, byte[] arguments, byte[] cwd, CommandLine line) {}

  /**
   * The command line of a process.
   *
   * @param reading reads it, when it is not known
   */
  CommandLine of(Fields process, Supplier<CommandLine> reading) {
    process.encoded(ProcessLayout.BINARY, binary);
    process.encoded(ProcessLayout.ARGUMENTS, arguments);
    process.encoded(ProcessLayout.CWD, cwd);
    if (binary.length() + arguments.length() + cwd.length() > LONGEST) {
      return reading.get();
    }
    @Nullable Known[] table = table();
    int slot = slot();
    Known known = table[slot];
    if (known != null && isOf(known)) {
      return known.line();
    }
    CommandLine line = reading.get();
    if (line.commands().size() <= MOST_COMMANDS) {
      table[slot] = new Known(binary.copy(), arguments.copy(), cwd.copy(), line);
    }
    return line;
  }

  /** Made when the first command line is read: most events outlive no other one. */
  private @Nullable Known[] table() {
    @Nullable Known[] table = slots;
    if (table == null) {
      table = new Known[SLOTS];
      slots = table;
    }
    return table;
  }

  private boolean isOf(Known known) {
    return arguments.is(known.arguments()) && binary.is(known.binary()) && cwd.is(known.cwd());
  }

  private int slot() {
    int hash = (binary.hash() * 31 + arguments.hash()) * 31 + cwd.hash();
    return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
  }
}
