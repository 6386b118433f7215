package dev.tocsin.cli;

import dev.tocsin.cli.KeyPress.Key;
import java.io.IOException;
import java.util.Optional;
import org.jline.utils.NonBlockingReader;

/** The codes of ECMA-48 terminals as keys. */
final class KeyReader {
  private static final int ESCAPE = 27;
  private static final int INTERRUPT = 3;
  private static final int DELETE = 127;

  /** What follows an escape of a key follows at once; of a person's, not. */
  private static final long SEQUENCE_MILLIS = 50;

  private final NonBlockingReader codes;

  KeyReader(NonBlockingReader codes) {
    this.codes = codes;
  }

  /**
   * The next key; empty when there is none for so long. A terminal that is gone interrupts.
   *
   * @param millis how long to wait for it
   */
  Optional<KeyPress> read(long millis) throws IOException {
    int code = codes.read(millis);
    return switch (code) {
      case NonBlockingReader.READ_EXPIRED -> Optional.empty();
      case NonBlockingReader.EOF, INTERRUPT -> Optional.of(KeyPress.of(Key.INTERRUPT));
      case '\r', '\n' -> Optional.of(KeyPress.of(Key.ENTER));
      case '\b', DELETE -> Optional.of(KeyPress.of(Key.BACKSPACE));
      case ESCAPE -> escape();
      default -> code < ' ' ? Optional.empty() : Optional.of(KeyPress.of((char) code));
    };
  }

  private Optional<KeyPress> escape() throws IOException {
    int next = codes.read(SEQUENCE_MILLIS);
    if (next != '[' && next != 'O') {
      return Optional.of(KeyPress.of(Key.ESCAPE));
    }
    StringBuilder parameters = new StringBuilder();
    int code = codes.read(SEQUENCE_MILLIS);
    while (code >= ' ' && code < '@') {
      parameters.append((char) code);
      code = codes.read(SEQUENCE_MILLIS);
    }
    return switch (code) {
      case 'A' -> Optional.of(KeyPress.of(Key.UP));
      case 'B' -> Optional.of(KeyPress.of(Key.DOWN));
      case '~' ->
          switch (parameters.toString()) {
            case "5" -> Optional.of(KeyPress.of(Key.PAGE_UP));
            case "6" -> Optional.of(KeyPress.of(Key.PAGE_DOWN));
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }
}
