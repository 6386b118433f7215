package dev.tocsin.event;

import dev.tocsin.command.UsualName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text of an event as it stands on the wire: a range of bytes in UTF-8, not decoded. One instance
 * is turned from text to text, so that looking one up makes no garbage; it belongs to one thread
 * and is good until its event is wrapped again.
 */
public final class EncodedText implements CharSequence {
  private static final byte[] NOTHING = {};

  /** From a capital letter to the small one. */
  private static final int SMALL = 'a' - 'A';

  private static final char LAST_OF_ASCII = 0x7f;

  /** Of a long. */
  private static final int MOST_DIGITS = 19;

  private byte[] bytes = NOTHING;
  private byte[] copy = NOTHING;
  private int from;
  private int to;

  /** The hash that {@link #hash} gives for the same bytes. */
  public static int hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ hash >>> 15;
  }

  void wrap(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** Turns to a text that stands nowhere, which is encoded for it. */
  public void set(String text) {
    byte[] encoded = text.isEmpty() ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
    wrap(encoded, 0, encoded.length);
  }

  /**
   * The same without garbage: as far as it is ASCII it is encoded into this one's own room, which
   * the next such text overwrites.
   */
  public void encode(String text) {
    int length = text.length();
    makeRoom(length);
    for (int i = 0; i < length; i++) {
      char letter = text.charAt(i);
      if (letter > LAST_OF_ASCII) {
        set(text);
        return;
      }
      copy[i] = (byte) letter;
    }
    wrap(copy, 0, length);
  }

  /** Turns to where another text stands. */
  public void set(EncodedText other) {
    wrap(other.bytes, other.from, other.to);
  }

  /** Turns to a copy of another text, which stays when that one's message is gone. */
  void copyOf(EncodedText other) {
    int length = other.to - other.from;
    makeRoom(length);
    System.arraycopy(other.bytes, other.from, copy, 0, length);
    wrap(copy, 0, length);
  }

  /** Whether another text has the same bytes. */
  boolean is(EncodedText other) {
    return Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
  }

  /** Turns to a number in decimal. */
  public void set(long number) {
    if (number < 0) {
      set(Long.toString(number));
      return;
    }
    makeRoom(MOST_DIGITS);
    int at = MOST_DIGITS;
    long left = number;
    do {
      copy[--at] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    wrap(copy, at, MOST_DIGITS);
  }

  /** Turns to a copy of another text whose ASCII letters are small. */
  public void lowerCaseOf(EncodedText other) {
    int length = other.to - other.from;
    makeRoom(length);
    for (int i = 0; i < length; i++) {
      copy[i] = lowerCase(other.bytes[other.from + i]);
    }
    wrap(copy, 0, length);
  }

  /** Makes ASCII letters capital; where there are small ones, of a copy. */
  void toUpperCase() {
    int length = to - from;
    int small = 0;
    while (small < length && !isSmall(bytes[from + small])) {
      small++;
    }
    if (small == length) {
      return;
    }
    makeRoom(length);
    for (int i = 0; i < length; i++) {
      byte letter = bytes[from + i];
      copy[i] = isSmall(letter) ? (byte) (letter - SMALL) : letter;
    }
    wrap(copy, 0, length);
  }

  private static boolean isSmall(byte letter) {
    return letter >= 'a' && letter <= 'z';
  }

  private void makeRoom(int length) {
    if (copy.length < length) {
      copy = new byte[length * 2];
    }
  }

  /** Of an ASCII letter; any other byte as it is. */
  static byte lowerCase(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? (byte) (letter + SMALL) : letter;
  }

  /** Cuts a path to what comes after its last {@code /}. */
  public void cutToBaseName() {
    for (int i = to; i > from; i--) {
      if (bytes[i - 1] == '/') {
        from = i;
        return;
      }
    }
  }

  /** Cuts a program's name to the {@link UsualName}. */
  void cutToUsualName() {
    to = from + UsualName.length(this);
  }

  /** Cuts to so many bytes. */
  void cutTo(int length) {
    to = from + length;
  }

  /**
   * Makes of the path of a directory, which stands in a message, that of an entry in it: with the
   * base name of another path.
   */
  void append(EncodedText entry) {
    int name = entry.to;
    while (name > entry.from && entry.bytes[name - 1] != '/') {
      name--;
    }
    int length = to - from;
    makeRoom(length + 1 + entry.to - name);
    System.arraycopy(bytes, from, copy, 0, length);
    if (copy[length - 1] != '/') {
      copy[length++] = '/';
    }
    System.arraycopy(entry.bytes, name, copy, length, entry.to - name);
    wrap(copy, 0, length + entry.to - name);
  }

  /** Cuts a path to its first folder: {@code /tmp/} of {@code /tmp/a/b}. */
  public void cutToFirstFolder() {
    for (int i = from + 1; i < to; i++) {
      if (bytes[i] == '/') {
        to = i + 1;
        return;
      }
    }
  }

  /** Whether, as a path, it lies under another one that is a directory. */
  boolean isEntryOf(EncodedText directory) {
    int length = directory.to - directory.from;
    return length > 0
        && to - from > length
        && Arrays.equals(bytes, from, from + length, directory.bytes, directory.from, directory.to)
        && (bytes[from + length - 1] == '/' || bytes[from + length] == '/');
  }

  /** In bytes. */
  @Override
  public int length() {
    return to - from;
  }

  @Override
  public boolean isEmpty() {
    return from == to;
  }

  /** The byte there: a character of ASCII, or a part of another one. */
  @Override
  public char charAt(int index) {
    return (char) (bytes[from + index] & 0xff);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    EncodedText part = new EncodedText();
    part.wrap(bytes, from + start, from + end);
    return part;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  void skip(int length) {
    from += length;
  }

  boolean startsWith(byte[] prefix, int at) {
    return at >= 0
        && to - from - at >= prefix.length
        && Arrays.equals(bytes, from + at, from + at + prefix.length, prefix, 0, prefix.length);
  }

  public boolean startsWith(byte[] prefix) {
    return startsWith(prefix, 0);
  }

  public boolean endsWith(byte[] suffix) {
    return startsWith(suffix, to - from - suffix.length);
  }

  public boolean contains(byte[] part) {
    for (int at = 0; at <= to - from - part.length; at++) {
      if (startsWith(part, at)) {
        return true;
      }
    }
    return false;
  }

  /** Its bytes, for keeping. */
  byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  public int hash() {
    return hash(bytes, from, to);
  }

  public boolean is(byte[] text) {
    return Arrays.equals(bytes, from, to, text, 0, text.length);
  }

  /** The text, decoded as the views decode it. */
  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
