package dev.tocsin.source;

import dev.tocsin.source.sysmon.SysmonDecoder;
import org.jspecify.annotations.Nullable;

/** A JSON object or a record of Sysmon that began in one line and goes on in the next ones. */
final class OpenPiece {
  /** The longest JSON object over several lines, in characters. */
  static final int MAX_LENGTH = 16 << 20;

  private final Position begin;
  private final StringBuilder text;

  /** Null in a record of Sysmon. */
  private final @Nullable JsonExtent extent;

  private OpenPiece(Position begin, String text, @Nullable JsonExtent extent) {
    this.begin = begin;
    this.text = new StringBuilder(text);
    this.extent = extent;
  }

  /**
   * @param extent that has seen the text
   */
  static OpenPiece json(Position begin, String text, JsonExtent extent) {
    return new OpenPiece(begin, text, extent);
  }

  static OpenPiece record(Position begin, String text) {
    return new OpenPiece(begin, text, null);
  }

  /**
   * Goes on with a line.
   *
   * @return the index in the line after the end of the piece; -1 where it goes on
   */
  int add(String line) {
    int end = extent == null ? SysmonDecoder.end(line, 0) : extent.end(line, 0);
    text.append('\n').append(line, 0, end < 0 ? line.length() : end);
    return end;
  }

  /** Whether a line is the beginning of something else, so that this piece was cut off. */
  boolean isCutOffBy(String line) {
    if (extent == null) {
      return SysmonDecoder.begin(line, 0) >= 0;
    }
    return extent.quoted() || line.startsWith("{") || LinePrefix.of(line, 0) != null;
  }

  boolean isTooLong() {
    return text.length() > (extent == null ? SysmonDecoder.MAX_LENGTH : MAX_LENGTH);
  }

  boolean isJson() {
    return extent != null;
  }

  Position begin() {
    return begin;
  }

  String text() {
    return text.toString();
  }
}
