package dev.tocsin.importer;

import dev.tocsin.importer.RuleCondition.AllOf;
import dev.tocsin.importer.RuleCondition.AnyOf;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
import dev.tocsin.tracing.PathPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The paths that must be traced for a condition to see all that it asks for.
 *
 * @param patterns one of them is true of each path that meets the condition, unless it is one of
 *     the others
 * @param others that no selector of the kernel can say, for people
 */
record PathNeeds(Set<PathPattern> patterns, Set<String> others) {
  private static final Comparator<PathNeeds> BEST =
      Comparator.comparingInt((PathNeeds each) -> each.others().size())
          .thenComparingInt(each -> each.patterns().size());

  /**
   * @param file the field that has the path
   */
  static PathNeeds of(RuleCondition condition, TextField file) {
    return read(condition, file).orElse(new PathNeeds(Set.of(), Set.of("any path")));
  }

  /** Empty when it says nothing about the path. */
  private static Optional<PathNeeds> read(RuleCondition condition, TextField file) {
    return switch (condition) {
      case TextIs is when is.field().equals(file) && !is.text().isEmpty() -> Optional.of(of(is));
      case TextMatches matches when matches.field().equals(file) -> Optional.of(of(matches));
      case AllOf all -> all.parts().stream().flatMap(each -> read(each, file).stream()).min(BEST);
      case AnyOf any -> anyOf(any.parts(), file);
      default -> Optional.empty();
    };
  }

  private static Optional<PathNeeds> anyOf(List<RuleCondition> parts, TextField file) {
    Set<PathPattern> patterns = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    List<RuleCondition> without = new ArrayList<>();
    for (RuleCondition each : parts) {
      read(each, file)
          .ifPresentOrElse(
              needs -> {
                patterns.addAll(needs.patterns());
                others.addAll(needs.others());
              },
              () -> without.add(each));
    }
    return without.isEmpty() ? Optional.of(new PathNeeds(patterns, others)) : Optional.empty();
  }

  private static PathNeeds of(TextIs is) {
    return switch (is.relation()) {
      case EQUALS -> traced(new PathPattern.Is(is.text()));
      case STARTS_WITH -> traced(new PathPattern.Begins(is.text()));
      case ENDS_WITH -> traced(new PathPattern.Ends(is.text()));
      case CONTAINS ->
          new PathNeeds(
              is.text().startsWith("/") ? Set.of(new PathPattern.Begins(is.text())) : Set.of(),
              Set.of("contains '" + is.text() + "'"));
    };
  }

  private static PathNeeds of(TextMatches matches) {
    String beginning = beginning(matches.regex());
    return beginning.length() > 1
        ? traced(new PathPattern.Begins(beginning))
        : new PathNeeds(Set.of(), Set.of("matches '" + matches.regex() + "'"));
  }

  private static PathNeeds traced(PathPattern pattern) {
    return new PathNeeds(Set.of(pattern), Set.of());
  }

  /** The plain text that all matches begin with. */
  private static String beginning(String regex) {
    String rest = regex.replaceFirst("^\\(\\?[a-z]+\\)", "");
    if (!rest.startsWith("^") || rest.indexOf('|') >= 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    int i = 1;
    while (i < rest.length()) {
      char c = rest.charAt(i);
      boolean escaped =
          c == '\\' && i + 1 < rest.length() && !Character.isLetterOrDigit(rest.charAt(i + 1));
      if (!escaped && "\\.[](){}*+?^$".indexOf(c) >= 0) {
        break;
      }
      text.append(escaped ? rest.charAt(i + 1) : c);
      i += escaped ? 2 : 1;
    }
    boolean repeated = i < rest.length() && "*+?{".indexOf(rest.charAt(i)) >= 0;
    return repeated && !text.isEmpty() ? text.substring(0, text.length() - 1) : text.toString();
  }
}
