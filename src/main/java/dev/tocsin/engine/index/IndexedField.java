package dev.tocsin.engine.index;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.EventPart;
import java.util.Comparator;
import java.util.Objects;

/**
 * What the index looks an event up by. Reading one never fails for a sound event, and gives the
 * text that expressions read, before it is decoded; of arguments, all that they may read.
 *
 * <p>In the order in which one is preferred where a policy has conditions on several: first the
 * ones that leave the fewest events.
 */
public enum IndexedField {
  FILE_PATH("file.path") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.file().path(text);
    }
  },
  FILE_INNER_PATH("file.innerPath") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.file().innerPath(text);
    }
  },
  FILE_OLD_PATH("file.oldPath") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.file().oldPath(text);
    }
  },
  DESTINATION_IP("connection.destinationIP") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.connection().destinationIP(text);
    }
  },
  PROCESS_BINARY("process.binary") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.process().binary(text);
    }
  },
  PARENT_BINARY("parent.binary") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.parent().binary(text);
    }
  },
  FILE_NAME("base name of file.path") {
    @Override
    void read(Event event, int index, EncodedText text) {
      FILE_PATH.read(event, index, text);
      text.cutToBaseName();
    }
  },
  DESTINATION_PORT("connection.destinationPort") {
    @Override
    void read(Event event, int index, EncodedText text) {
      text.set(event.connection().destinationPort());
    }
  },
  PROCESS_NAME("process.name") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.process().name(text);
    }
  },
  /** Of each one, so that it has several values. */
  COMMAND_NAME("process.commands.name") {
    @Override
    int count(Event event, EncodedText text) {
      return event.process().commandTexts().count(text);
    }

    @Override
    void read(Event event, int index, EncodedText text) {
      event.process().commandTexts().name(index, text);
    }
  },
  /** Of each one, in normal form. */
  COMMAND_PATH("process.commands.path") {
    @Override
    int count(Event event, EncodedText text) {
      return event.process().commandTexts().count(text);
    }

    @Override
    void read(Event event, int index, EncodedText text) {
      event.process().commandTexts().path(index, text);
    }
  },
  /** Of all of them. */
  COMMAND_WRITES("any of process.commands.writes") {
    @Override
    int count(Event event, EncodedText text) {
      return event.process().commandTexts().writes(text).size();
    }

    @Override
    void read(Event event, int index, EncodedText text) {
      text.encode(event.process().commandTexts().writes(text).get(index));
    }
  },
  PARENT_NAME("parent.name") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.parent().name(text);
    }
  },
  /** {@link #PRESENT} or nothing. */
  BINARY_PROPERTIES("process.binary_properties") {
    @Override
    void read(Event event, int index, EncodedText text) {
      if (event.process().binaryProperties().present()) {
        text.set(1);
      } else {
        text.set("");
      }
    }
  },
  PROCESS_FOLDER("first folder of process.binary") {
    @Override
    void read(Event event, int index, EncodedText text) {
      PROCESS_BINARY.read(event, index, text);
      text.cutToFirstFolder();
    }
  },
  COMMAND_FOLDER("first folder of process.commands.path") {
    @Override
    int count(Event event, EncodedText text) {
      return COMMAND_PATH.count(event, text);
    }

    @Override
    void read(Event event, int index, EncodedText text) {
      COMMAND_PATH.read(event, index, text);
      text.cutToFirstFolder();
    }
  },
  FILE_FOLDER("first folder of file.path") {
    @Override
    void read(Event event, int index, EncodedText text) {
      FILE_PATH.read(event, index, text);
      text.cutToFirstFolder();
    }
  },
  FUNCTION("event.function") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.function(text);
    }
  },
  PROCESS_CWD("process.cwd") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.process().cwd(text);
    }
  },
  PROCESS_ARGUMENTS("process.arguments") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.process().arguments(text);
    }
  },
  COMMAND_LINE("process.command_line") {
    @Override
    void read(Event event, int index, EncodedText text) {
      event.process().commandLine(text);
    }
  },
  /** Of all of them, one behind the other: what is searched in it stands in one of them. */
  COMMAND_ARGUMENTS("any of process.commands.args") {
    @Override
    int count(Event event, EncodedText text) {
      return event.process().command().argumentText() == null ? TOO_LONG : 1;
    }

    @Override
    void read(Event event, int index, EncodedText text) {
      text.encode(Objects.requireNonNull(event.process().command().argumentText()));
    }

    @Override
    String searched(String text) {
      return Splitter.on(BETWEEN_ARGUMENTS)
          .splitToStream(text)
          .max(Comparator.comparingInt(String::length))
          .orElse("");
    }
  };

  /** What arguments are joined by: by an expression, or by an interpreter of several texts. */
  private static final CharMatcher BETWEEN_ARGUMENTS = CharMatcher.anyOf(" \n");

  /** A count: nobody looks what the event has, and it may be anything. */
  static final int TOO_LONG = -1;

  /** What a message reads as that the event has. */
  public static final String PRESENT = "1";

  private final String words;

  IndexedField(String words) {
    this.words = words;
  }

  /**
   * How many values the event has, or {@link #TOO_LONG}.
   *
   * @param text to work with
   */
  int count(Event event, EncodedText text) {
    return 1;
  }

  /**
   * Turns {@code text} to what the event has.
   *
   * @param index below {@link #count}
   */
  abstract void read(Event event, int index, EncodedText text);

  /** The part of a text that can be looked for. */
  String searched(String text) {
    return text;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** Whether it is the name of a program. */
  boolean isName() {
    return this == PROCESS_NAME || this == COMMAND_NAME || this == PARENT_NAME;
  }

  /** Whether no event of the kind has it: it reads as {@link #absent}. */
  public boolean isAbsentFrom(EventKind wireKind) {
    return switch (this) {
      case FUNCTION -> !wireKind.carries(EventPart.FUNCTION);
      case FILE_PATH, FILE_INNER_PATH, FILE_OLD_PATH, FILE_NAME, FILE_FOLDER ->
          !wireKind.carries(EventPart.FILE);
      case DESTINATION_IP, DESTINATION_PORT -> !wireKind.carries(EventPart.CONNECTION);
      case PROCESS_BINARY,
          PROCESS_NAME,
          COMMAND_NAME,
          COMMAND_PATH,
          COMMAND_FOLDER,
          COMMAND_WRITES,
          BINARY_PROPERTIES,
          PROCESS_FOLDER,
          PROCESS_CWD,
          PROCESS_ARGUMENTS,
          COMMAND_LINE,
          COMMAND_ARGUMENTS,
          PARENT_BINARY,
          PARENT_NAME ->
          false;
    };
  }

  public String absent() {
    return this == DESTINATION_PORT ? "0" : "";
  }
}
