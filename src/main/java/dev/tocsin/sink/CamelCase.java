package dev.tocsin.sink;

import com.google.common.base.CaseFormat;
import org.jspecify.annotations.Nullable;

/** Enum constants in the CamelCase of the API. */
final class CamelCase {
  private CamelCase() {}

  /** {@code PROCESS_EXEC} is {@code ProcessExec}. */
  static String apiName(Enum<?> constant) {
    return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.UPPER_CAMEL, constant.name());
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
