package dev.tocsin.language.function;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.common.base.Ascii;
import dev.cel.common.types.ListType;
import dev.tocsin.language.text.TextBudget;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Whether one of many texts stands in a text, begins it or ends it: {@code containsAny}, {@code
 * startsWithAny}, {@code endsWithAny}. With a second argument that is true the case of ASCII
 * letters does not matter.
 */
public final class TextListFunctions {
  private static final ListType STRINGS = ListType.create(STRING);

  private TextListFunctions() {}

  public static FunctionLibrary library() {
    FunctionLibrary library = new FunctionLibrary();
    add(library, "containsAny", "contains_any", TextListFunctions::contains);
    add(library, "startsWithAny", "starts_with_any", TextListFunctions::startsWith);
    add(library, "endsWithAny", "ends_with_any", TextListFunctions::endsWith);
    return library;
  }

  @SuppressWarnings("Immutable") // the tests are functions of this class
  private static void add(
      FunctionLibrary library, String name, String overload, BiPredicate<String, String> test) {
    library
        .member(
            name,
            "string_" + overload + "_list",
            BOOL,
            STRING,
            String.class,
            STRINGS,
            List.class,
            (text, parts) -> any(text, parts, false, test))
        .member(
            name,
            "string_" + overload + "_list_bool",
            BOOL,
            List.of(STRING, STRINGS, BOOL),
            List.of(String.class, List.class, Boolean.class),
            arguments ->
                any((String) arguments[0], (List<?>) arguments[1], (Boolean) arguments[2], test));
  }

  private static boolean any(
      String text, List<?> parts, boolean ignoreCase, BiPredicate<String, String> test) {
    String searched = ignoreCase ? Ascii.toLowerCase(text) : text;
    for (Object each : parts) {
      String part = (String) each;
      if (test.test(searched, ignoreCase ? Ascii.toLowerCase(part) : part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(String text, String part) {
    TextBudget.search(text.length(), part.length());
    return text.contains(part);
  }

  private static boolean startsWith(String text, String part) {
    TextBudget.search(part.length(), 0);
    return text.startsWith(part);
  }

  private static boolean endsWith(String text, String part) {
    TextBudget.search(part.length(), 0);
    return text.endsWith(part);
  }
}
