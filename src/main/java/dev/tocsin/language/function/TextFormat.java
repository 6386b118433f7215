package dev.tocsin.language.function;

import com.google.common.base.Ascii;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.tocsin.language.text.TextBudget;
import dev.tocsin.language.text.Texts;
import dev.tocsin.language.text.Weight;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One call of {@code format}: {@code %s}, {@code %d}, {@code %f} and {@code %e} with an optional
 * precision, {@code %b}, {@code %o}, {@code %x}, {@code %X}, {@code %%}.
 */
final class TextFormat {
  private static final int DEFAULT_PRECISION = 6;
  private static final int MAX_PRECISION = 100;

  private final String format;
  private final List<?> values;
  private final StringBuilder written = new StringBuilder();
  private int next;
  private int at;

  TextFormat(String format, List<?> values) {
    this.format = format;
    this.values = values;
  }

  String write() {
    TextBudget.write(format.length());
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        written.append(c);
      } else if (at < format.length() && format.charAt(at) == '%') {
        written.append('%');
        at++;
      } else {
        int precision = precision();
        if (at == format.length()) {
          throw bad("the format ends within a clause");
        }
        Object value = value();
        TextBudget.write(Weight.of(value)); // before any of it is written
        append(clause(format.charAt(at++), precision, value));
      }
    }
    return written.toString();
  }

  private void append(String text) {
    TextBudget.write(text.length());
    written.append(text);
  }

  private Object value() {
    if (next == values.size()) {
      throw bad("there are more clauses than values");
    }
    return values.get(next++);
  }

  private int precision() {
    if (at == format.length() || format.charAt(at) != '.') {
      return DEFAULT_PRECISION;
    }
    int precision = 0;
    for (at++; at < format.length() && isDigit(format.charAt(at)); at++) {
      precision = Math.min(precision * 10 + format.charAt(at) - '0', MAX_PRECISION);
    }
    return precision;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String clause(char kind, int precision, Object value) {
    return switch (kind) {
      case 's' -> text(value);
      case 'd' -> integer(value).toString();
      case 'f' -> decimal(value, precision);
      case 'e' -> String.format(Locale.ROOT, "%." + precision + "e", number(value));
      case 'b' -> value instanceof Boolean flag ? (flag ? "1" : "0") : integer(value).toString(2);
      case 'o' -> integer(value).toString(8);
      case 'x' -> hex(value);
      case 'X' -> Ascii.toUpperCase(hex(value));
      default -> throw bad("there is no clause %" + kind);
    };
  }

  private static String text(Object value) {
    return switch (value) {
      case List<?> list ->
          list.stream().map(TextFormat::text).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      case NullValue absent -> "null";
      default -> Texts.of(value);
    };
  }

  private static BigInteger integer(Object value) {
    return switch (value) {
      case Long number -> BigInteger.valueOf(number);
      case UnsignedLong number -> number.bigIntegerValue();
      default -> throw bad("an integer is wanted, not " + Texts.of(value));
    };
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : notANumber(value);
  }

  private static double notANumber(Object value) {
    throw bad("a number is wanted, not " + Texts.of(value));
  }

  private static String decimal(Object value, int precision) {
    double number = number(value);
    return Double.isFinite(number)
        ? new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toPlainString()
        : Double.toString(number);
  }

  private static String hex(Object value) {
    return switch (value) {
      case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
      case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
      default -> integer(value).toString(16);
    };
  }

  private static CelInvalidArgumentException bad(String message) {
    return new CelInvalidArgumentException("format: " + message);
  }
}
