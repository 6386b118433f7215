package dev.tocsin.language;

import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.common.collect.ImmutableList;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.ListType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.util.List;

/**
 * The regex library of Kubernetes' CEL ({@code find}, {@code findAll}) and the standard {@code
 * matches}, all on RE2, so that no pattern can take more than linear time.
 */
final class RegexFunctions {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_PROGRAM = 20_000;

  /** RE2/J goes into groups by recursion, and a deep pattern would take the thread's stack. */
  private static final int MAX_NESTING = 100;

  /** cel-java's own {@code matches} would compile the pattern at each call. */
  private static final LoadingCache<String, Pattern> PATTERNS =
      Caffeine.newBuilder().maximumSize(4096).build(RegexFunctions::compile);

  private static final ListType STRINGS = ListType.create(STRING);

  private RegexFunctions() {}

  static FunctionLibrary library() {
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
  static CelRuntimeLibrary matches() {
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
    return matches(text, pattern(regex));
  }

  static boolean matches(String text, Pattern pattern) {
    TextBudget.charge(text.length());
    return pattern.matcher(text).find();
  }

  private static String find(String text, String regex) {
    return find(text, pattern(regex));
  }

  static String find(String text, Pattern pattern) {
    TextBudget.charge(text.length());
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group() : "";
  }

  private static List<String> findAll(String text, String regex, long limit) {
    TextBudget.charge(text.length());
    ImmutableList.Builder<String> found = ImmutableList.builder();
    Matcher matcher = pattern(regex).matcher(text);
    for (long n = 0; (limit < 0 || n < limit) && matcher.find(); n++) {
      found.add(matcher.group());
    }
    return found.build();
  }

  private static Pattern pattern(String regex) {
    try {
      return PATTERNS.get(regex);
    } catch (PatternSyntaxException e) {
      throw new CelInvalidArgumentException(e);
    }
  }

  /**
   * @throws PatternSyntaxException also for a pattern that is too large
   */
  static Pattern compile(String regex) {
    if (regex.length() > MAX_LENGTH) {
      throw new PatternSyntaxException("longer than " + MAX_LENGTH + " characters");
    }
    if (nesting(regex) > MAX_NESTING) {
      throw new PatternSyntaxException("more than " + MAX_NESTING + " groups in each other", regex);
    }
    Pattern pattern = Pattern.compile(regex);
    if (pattern.programSize() > MAX_PROGRAM) {
      throw new PatternSyntaxException("too large when compiled", regex);
    }
    return pattern;
  }

  private static int nesting(String regex) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < regex.length(); i++) {
      switch (regex.charAt(i)) {
        case '\\' -> i++;
        case '(' -> deepest = Math.max(deepest, ++depth);
        case ')' -> depth--;
        default -> {}
      }
    }
    return deepest;
  }
}
