package dev.tocsin.language.function;

import static dev.cel.common.types.SimpleType.DYN;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.common.collect.Sets;
import dev.cel.common.types.ListType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.tocsin.language.text.TextBudget;
import java.util.EnumSet;
import java.util.List;

/**
 * The string library of Kubernetes' CEL. Most of it is cel-java's; here are {@code format}, which
 * cel-java lacks, and the functions that can write much more than they read, on a {@link
 * TextBudget}.
 */
public final class StringFunctions {
  private static final ListType STRINGS = ListType.create(STRING);

  private StringFunctions() {}

  /** cel-java's part, without {@code reverse}, which Kubernetes does not have. */
  public static CelStringExtensions standard() {
    return CelExtensions.strings(
        Sets.difference(
            EnumSet.allOf(CelStringExtensions.Function.class),
            EnumSet.of(
                CelStringExtensions.Function.JOIN,
                CelStringExtensions.Function.REPLACE,
                CelStringExtensions.Function.REVERSE)));
  }

  public static FunctionLibrary library() {
    return new FunctionLibrary()
        .member("join", "list_join", STRING, STRINGS, List.class, list -> join(list, ""))
        .member(
            "join",
            "list_join_string",
            STRING,
            STRINGS,
            List.class,
            STRING,
            String.class,
            StringFunctions::join)
        .member(
            "replace",
            "string_replace_string_string",
            STRING,
            List.of(STRING, STRING, STRING),
            List.of(String.class, String.class, String.class),
            arguments ->
                replace((String) arguments[0], (String) arguments[1], (String) arguments[2], -1))
        .member(
            "replace",
            "string_replace_string_string_int",
            STRING,
            List.of(STRING, STRING, STRING, INT),
            List.of(String.class, String.class, String.class, Long.class),
            arguments ->
                replace(
                    (String) arguments[0],
                    (String) arguments[1],
                    (String) arguments[2],
                    (Long) arguments[3]))
        .member(
            "format",
            "string_format",
            STRING,
            STRING,
            String.class,
            ListType.create(DYN),
            List.class,
            (format, values) -> new TextFormat(format, values).write());
  }

  private static String join(List<?> parts, String separator) {
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (Object part : parts) {
      String text = (String) part;
      TextBudget.write((long) text.length() + separator.length());
      joined.append(first ? "" : separator).append(text);
      first = false;
    }
    return joined.toString();
  }

  /** An empty text to search for stands before each character and at the end. */
  private static String replace(String text, String search, String replacement, long limit) {
    StringBuilder replaced = new StringBuilder();
    int copied = 0;
    int from = 0;
    for (long n = 0; limit < 0 || n < limit; n++) {
      int found = text.indexOf(search, from);
      if (found < 0) {
        break;
      }
      TextBudget.write((long) found - copied + replacement.length() + 1);
      replaced.append(text, copied, found).append(replacement);
      copied = found + search.length();
      if (search.isEmpty()) {
        if (found == text.length()) {
          break;
        }
        from = text.offsetByCodePoints(found, 1);
      } else {
        from = copied;
      }
    }
    TextBudget.write((long) text.length() - copied);
    return replaced.append(text, copied, text.length()).toString();
  }
}
