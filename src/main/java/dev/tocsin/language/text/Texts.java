package dev.tocsin.language.text;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;

/** The text of a value, in messages and group keys: as CEL's {@code string()} gives it. */
public final class Texts {
  private Texts() {}

  public static String of(Object value) {
    return switch (value) {
      case String text -> text;
      case NullValue absent -> "";
      case Double number -> number(number);
      case Duration duration -> seconds(duration);
      case CelByteString bytes -> bytes.toStringUtf8();
      default -> value.toString();
    };
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static String seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), 9))
            .stripTrailingZeros();
    return (seconds.signum() == 0 ? "0" : seconds.toPlainString()) + "s";
  }
}
