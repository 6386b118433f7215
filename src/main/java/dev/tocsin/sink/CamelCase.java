package dev.tocsin.sink;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enum constants in the CamelCase of the API. */
final class CamelCase {
  private CamelCase() {}

  /** {@code PROCESS_EXEC} is {@code ProcessExec}. */
  static String apiName(Enum<?> constant) {
    return camelCase(constant.name().toLowerCase(Locale.ROOT));
  }

  /** What is no letter or digit separates words. */
  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    boolean start = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean kept = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (kept) {
        camel.append(start ? Character.toUpperCase(c) : c);
      }
      start = !kept;
    }
    return camel.toString();
  }

  /** The constant of that API name, or null. */
  static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String apiName) {
    for (E constant : type.getEnumConstants()) {
      if (apiName(constant).equals(apiName)) {
        return constant;
      }
    }
    return null;
  }
}
