package dev.tocsin.language.function;

import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.ListType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.tocsin.event.EncodedText;
import dev.tocsin.language.text.TextBudget;
import dev.tocsin.language.text.TextPattern;
import java.util.List;

/**
 * The regex library of Kubernetes' CEL ({@code find}, {@code findAll}) and the standard {@code
 * matches}, all on RE2 instead of what cel-java has: see {@link TextPattern}.
 */
public final class RegexFunctions {
  private static final ListType STRINGS = ListType.create(STRING);

  private RegexFunctions() {}

  public static FunctionLibrary library() {
    return new FunctionLibrary()
        .member(
            "find",
            "string_find_string",
            STRING,
            STRING,
            String.class,
            STRING,
            String.class,
            RegexFunctions::find)
        .member(
            "findAll",
            "string_find_all_string",
            STRINGS,
            STRING,
            String.class,
            STRING,
            String.class,
            (text, regex) -> findAll(text, regex, -1))
        .member(
            "findAll",
            "string_find_all_string_int",
            STRINGS,
            List.of(STRING, STRING, INT),
            List.of(String.class, String.class, Long.class),
            arguments ->
                findAll((String) arguments[0], (String) arguments[1], (Long) arguments[2]));
  }

  /** The bindings of the standard function, instead of cel-java's. */
  public static CelRuntimeLibrary matches() {
    return (CelRuntimeBuilder runtime) ->
        runtime.addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from(
                    "matches", String.class, String.class, RegexFunctions::matches),
                CelFunctionBinding.from(
                    "matches_string", String.class, String.class, RegexFunctions::matches)));
  }

  private static boolean matches(String text, String regex) {
    TextPattern pattern = pattern(regex);
    return !isRuledOut(pattern, text) && pattern.matches(text);
  }

  private static String find(String text, String regex) {
    TextPattern pattern = pattern(regex);
    return isRuledOut(pattern, text) ? "" : pattern.find(text);
  }

  private static List<String> findAll(String text, String regex, long limit) {
    TextPattern pattern = pattern(regex);
    return isRuledOut(pattern, text) ? List.of() : pattern.findAll(text, limit);
  }

  private static TextPattern pattern(String regex) {
    return TextBudget.patterns().get(regex);
  }

  private static boolean isRuledOut(TextPattern pattern, String text) {
    return pattern.isRuledOut(text, new EncodedText());
  }
}
