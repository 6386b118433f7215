package dev.tocsin.language;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.cel.common.values.StructValue;
import dev.tocsin.language.text.HashedList;
import dev.tocsin.language.text.Texts;
import dev.tocsin.text.Visible;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Values as an expression would write them, for people; long ones by their size. */
final class Shown {
  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_LIST = 5;

  private final UnaryOperator<String> redaction;

  /**
   * @param redaction takes secrets out of a text, before it is shortened
   */
  Shown(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  String of(Object value) {
    return switch (value) {
      case String text -> quoted(text);
      case NullValue absent -> "null";
      case CelByteString bytes -> bytes.size() + " bytes";
      case StructValue<?, ?> struct -> struct.isZeroValue() ? "absent" : "present";
      case HashedList list -> list.size() + " values";
      case List<?> list when list.size() > LONGEST_LIST -> list.size() + " values";
      case List<?> list -> list.stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map when map.size() > LONGEST_LIST -> map.size() + " entries";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      default -> Texts.of(value);
    };
  }

  private String quoted(String value) {
    String text = redaction.apply(value);
    int length = text.codePointCount(0, text.length());
    String shown =
        length <= LONGEST_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT));
    String escaped = Visible.line(shown.replace("\\", "\\\\").replace("'", "\\'"));
    return length <= LONGEST_TEXT
        ? "'" + escaped + "'"
        : "'" + escaped + "'… (" + length + " characters)";
  }
}
