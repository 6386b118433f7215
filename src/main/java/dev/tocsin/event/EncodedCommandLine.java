package dev.tocsin.event;

import java.nio.charset.StandardCharsets;

/** The {@link ProcessView#commandLine} in bytes, put together once, in memory that is kept. */
final class EncodedCommandLine {
  private static final byte[] QUOTE = {'"'};

  private final EncodedText encoded = new EncodedText();
  private byte[] bytes = {};
  private int length = -1;

  /** The process is another one. */
  void forget() {
    length = -1;
  }

  /** Turns {@code text} to the command line of a process, whose fields these are. */
  void read(ProcessView process, Fields fields, EncodedText text) {
    if (length < 0) {
      encode(process, fields);
    }
    text.wrap(bytes, 0, length);
  }

  private void encode(ProcessView process, Fields fields) {
    fields.encoded(ProcessLayout.ARGUMENTS, encoded);
    if (encoded.contains(QUOTE)) {
      bytes = process.commandLine().getBytes(StandardCharsets.UTF_8);
      length = bytes.length;
      return;
    }
    process.name(encoded);
    int name = encoded.to() - encoded.from();
    int arguments =
        fields.has(ProcessLayout.ARGUMENTS)
            ? fields.to(ProcessLayout.ARGUMENTS) - fields.from(ProcessLayout.ARGUMENTS)
            : 0;
    int all = name + (arguments == 0 ? 0 : 1 + arguments);
    if (bytes.length < all) {
      bytes = new byte[all * 2];
    }
    System.arraycopy(encoded.bytes(), encoded.from(), bytes, 0, name);
    if (arguments > 0) {
      bytes[name] = ' ';
      System.arraycopy(
          fields.bytes(), fields.from(ProcessLayout.ARGUMENTS), bytes, name + 1, arguments);
    }
    length = all;
  }
}
