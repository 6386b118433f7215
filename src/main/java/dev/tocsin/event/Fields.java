package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one encoded message, found in a single pass when the first of them is asked for.
 *
 * <p>A slot holds a number, or where in the array its content lies ({@code from << 32 | to}); for a
 * repeated field, where its first occurrence begins and its last one ends; for one of several,
 * where its tag begins and it ends. So one long per slot and a bit mask of what is present are the
 * whole index, and an instance can be used again for the next message without allocating. Text is
 * decoded when asked for, once.
 */
final class Fields {
  private Layout layout;
  private final WireReader reader = new WireReader();
  private long[] cells;
  private @Nullable String @Nullable [] texts;
  private long present;
  private byte[] bytes = {};
  private int start;
  private int end;
  private boolean exists;
  private boolean scanned;
  private int generation;

  Fields(Layout layout) {
    this.layout = layout;
    this.cells = new long[layout.size()];
  }

  /** Turns to the message in {@code [start, end)}, whose fields are these. */
  void wrap(Layout layout, byte[] bytes, int start, int end) {
    this.layout = layout;
    if (cells.length < layout.size()) {
      cells = new long[layout.size()];
      texts = null;
    }
    wrap(bytes, start, end);
  }

  void wrap(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.exists = true;
    this.scanned = false;
    this.present = 0;
    this.generation++;
    if (texts != null) {
      Arrays.fill(texts, null);
    }
  }

  /** Turns to a message that is not there: it reads as empty. */
  void wrapAbsent() {
    wrap(bytes, 0, 0);
    this.exists = false;
  }

  /** Turns {@code child} to the message in a slot of this one. */
  void wrapChild(int slot, Fields child) {
    if (has(slot)) {
      child.wrap(bytes, from(slot), to(slot));
    } else {
      child.wrapAbsent();
    }
  }

  /** The number of the field that a {@link Layout.Form#ONE_OF} slot holds; 0 when it holds none. */
  int oneOf(int slot) {
    if (!has(slot)) {
      return 0;
    }
    reader.over(bytes, from(slot), to(slot));
    reader.next();
    return reader.field();
  }

  /** Turns {@code child} to the message in a {@link Layout.Form#ONE_OF} slot. */
  void wrapOneOf(int slot, Fields child, Layout layout) {
    if (oneOf(slot) == 0) {
      child.wrapAbsent();
    } else {
      child.wrap(layout, bytes, reader.from(), reader.to());
    }
  }

  /** Whether the message itself is there. */
  boolean exists() {
    return exists;
  }

  /** Grows each time these fields turn to another message, from 0 before the first. */
  int generation() {
    return generation;
  }

  byte[] bytes() {
    return bytes;
  }

  boolean has(int slot) {
    if (!scanned) {
      scan();
    }
    return (present >>> slot & 1) != 0;
  }

  private void scan() {
    reader.over(bytes, start, end);
    while (reader.next()) {
      int slot = layout.slot(reader.field());
      if (slot < 0) {
        continue;
      }
      long bit = 1L << slot;
      switch (layout.form(slot)) {
        case NUMBER -> {
          if (reader.isNumber()) {
            cells[slot] = reader.value();
            present |= bit;
          }
        }
        case CONTENT -> {
          if (reader.isLengthDelimited()) {
            cells[slot] = cell(reader.from(), reader.to());
            present |= bit;
          }
        }
        case ONE_OF -> {
          if (reader.isLengthDelimited()) {
            cells[slot] = cell(reader.tagStart(), reader.to());
            present |= bit;
          }
        }
        case REPEATED -> {
          int first = (present & bit) == 0 ? reader.tagStart() : from(slot);
          cells[slot] = cell(first, reader.to());
          present |= bit;
        }
      }
    }
    scanned = true;
  }

  private static long cell(int from, int to) {
    return (long) from << 32 | to;
  }

  int from(int slot) {
    return (int) (cells[slot] >>> 32);
  }

  int to(int slot) {
    return (int) cells[slot];
  }

  /** A number as it stands on the wire; 0 when absent. */
  long number(int slot) {
    return has(slot) ? cells[slot] : 0;
  }

  /** A {@code uint32}. */
  long unsigned(int slot) {
    return number(slot) & 0xffff_ffffL;
  }

  /** An {@code int32} or an enum. */
  int signed(int slot) {
    return (int) number(slot);
  }

  boolean flag(int slot) {
    return number(slot) != 0;
  }

  /** The number in a wrapper message such as {@code UInt32Value}; 0 when absent. */
  long wrapped(int slot) {
    return numberIn(slot, 1);
  }

  long wrappedUnsigned(int slot) {
    return wrapped(slot) & 0xffff_ffffL;
  }

  boolean wrappedFlag(int slot) {
    return wrapped(slot) != 0;
  }

  /** Number {@code field} of the message in a slot, for messages too small for a view. */
  long numberIn(int slot, int field) {
    long result = 0;
    if (has(slot)) {
      reader.over(bytes, from(slot), to(slot));
      while (reader.next()) {
        if (reader.field() == field && reader.isNumber()) {
          result = reader.value();
        }
      }
    }
    return result;
  }

  /** A {@code Timestamp} as Unix time in nanoseconds; 0 when absent, cut to the range of a long. */
  long timeNanos(int slot) {
    long seconds = numberIn(slot, 1);
    int nanos = (int) numberIn(slot, 2);
    return ProtoTimestamps.nanos(seconds, nanos);
  }

  /** Text; {@code ""} when absent. A run of bytes that is no UTF-8 reads as U+FFFD. */
  String text(int slot) {
    if (!has(slot)) {
      return "";
    }
    if (texts == null) {
      texts = new String[cells.length];
    }
    String text = texts[slot];
    if (text == null) {
      text = decode(from(slot), to(slot));
      texts[slot] = text;
    }
    return text;
  }

  /** Turns {@code text} to the bytes of a text; to none when it is absent. */
  void encoded(int slot, EncodedText text) {
    if (has(slot)) {
      text.wrap(bytes, from(slot), to(slot));
    } else {
      text.wrap(bytes, 0, 0);
    }
  }

  private String decode(int from, int to) {
    return from == to ? "" : new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  byte[] content(int slot) {
    return has(slot) ? Arrays.copyOfRange(bytes, from(slot), to(slot)) : new byte[0];
  }

  /** The texts of a repeated string field. */
  List<String> texts(int slot) {
    List<String> result = new ArrayList<>();
    each(slot, (from, to) -> result.add(decode(from, to)));
    return Collections.unmodifiableList(result);
  }

  /** A map of texts, sorted by key, so that it does not depend on the order of the sender. */
  Map<String, String> map(int slot) {
    if (!has(slot)) {
      return Map.of();
    }
    Map<String, String> result = new TreeMap<>();
    Fields entry = new Fields(ENTRY);
    each(
        slot,
        (from, to) -> {
          entry.wrap(bytes, from, to);
          result.put(entry.text(KEY), entry.text(VALUE));
        });
    return Collections.unmodifiableMap(result);
  }

  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final Layout ENTRY = new Layout().content(KEY, 1).content(VALUE, 2);

  /** The names of a repeated enum field, packed or not. */
  List<String> names(int slot, EnumNames names) {
    if (!has(slot)) {
      return List.of();
    }
    List<String> result = new ArrayList<>();
    WireReader occurrences = new WireReader();
    occurrences.over(bytes, from(slot), to(slot));
    while (occurrences.next()) {
      if (layout.slot(occurrences.field()) != slot) {
        continue;
      }
      if (occurrences.isNumber()) {
        result.add(names.of((int) occurrences.value()));
      } else if (occurrences.isLengthDelimited()) {
        reader.over(bytes, occurrences.from(), occurrences.to());
        while (reader.nextPacked()) {
          result.add(names.of((int) reader.value()));
        }
      }
    }
    return Collections.unmodifiableList(result);
  }

  /**
   * Hands on the content of each occurrence of a repeated field. The consumer must not ask these
   * fields for occurrences in turn.
   */
  void each(int slot, Occurrence consumer) {
    if (!has(slot)) {
      return;
    }
    reader.over(bytes, from(slot), to(slot));
    while (reader.next()) {
      if (layout.slot(reader.field()) == slot && reader.isLengthDelimited()) {
        consumer.at(reader.from(), reader.to());
      }
    }
  }

  @FunctionalInterface
  interface Occurrence {
    void at(int from, int to);
  }
}
