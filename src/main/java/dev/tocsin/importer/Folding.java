package dev.tocsin.importer;

import static java.util.stream.Collectors.toCollection;

import dev.tocsin.importer.RuleCondition.AllOf;
import dev.tocsin.importer.RuleCondition.Always;
import dev.tocsin.importer.RuleCondition.AnyOf;
import dev.tocsin.importer.RuleCondition.NotSo;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.SomeOf;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * A condition without what is constant in it, nested lists of the same kind joined. Alternatives
 * that contradict themselves are left out, and {@link #notes} says which.
 */
public final class Folding {
  private final List<String> notes = new ArrayList<>();

  public List<String> notes() {
    return List.copyOf(notes);
  }

  public RuleCondition fold(RuleCondition condition) {
    return switch (condition) {
      case AllOf all -> all(all);
      case AnyOf any -> any(any);
      case NotSo not ->
          switch (fold(not.part())) {
            case Always always -> new Always(!always.value());
            case NotSo twice -> twice.part();
            case RuleCondition part -> new NotSo(part);
          };
      case SomeOf some -> {
        RuleCondition part = fold(some.condition());
        yield part.equals(RuleCondition.FALSE)
            ? part
            : new SomeOf(some.list(), some.element(), part);
      }
      default -> condition;
    };
  }

  private RuleCondition all(AllOf all) {
    LinkedHashSet<RuleCondition> parts = new LinkedHashSet<>();
    for (RuleCondition each : all.parts()) {
      switch (fold(each)) {
        case Always always -> {
          if (!always.value()) {
            return always;
          }
        }
        case AllOf inner -> parts.addAll(inner.parts());
        case RuleCondition part -> parts.add(part);
      }
    }
    List<TextIs> texts =
        parts.stream()
            .filter(TextIs.class::isInstance)
            .map(TextIs.class::cast)
            .collect(toCollection(ArrayList::new));
    for (TextIs one : texts) {
      for (TextIs other : texts) {
        if (excludes(one, other)) {
          notes.add(
              "never true, left out: "
                  + CelWriter.line(one)
                  + " together with "
                  + CelWriter.line(other));
          return RuleCondition.FALSE;
        }
      }
    }
    return parts.isEmpty() ? RuleCondition.TRUE : RuleCondition.all(searchedLast(parts));
  }

  /** Whether no text can meet both. */
  private static boolean excludes(TextIs one, TextIs other) {
    if (!one.field().equals(other.field()) || one.text().isEmpty() || other.text().isEmpty()) {
      return false;
    }
    boolean ignoreCase = one.ignoreCase() || other.ignoreCase();
    String first = ignoreCase ? one.text().toLowerCase(Locale.ROOT) : one.text();
    String second = ignoreCase ? other.text().toLowerCase(Locale.ROOT) : other.text();
    if (one.relation() == Relation.EQUALS) {
      return switch (other.relation()) {
        case EQUALS -> !first.equals(second);
        case STARTS_WITH -> !first.startsWith(second);
        case ENDS_WITH -> !first.endsWith(second);
        case CONTAINS -> !first.contains(second);
      };
    }
    if (one.relation() != other.relation()) {
      return false;
    }
    return switch (one.relation()) {
      case STARTS_WITH -> !first.startsWith(second) && !second.startsWith(first);
      case ENDS_WITH -> !first.endsWith(second) && !second.endsWith(first);
      case EQUALS, CONTAINS -> false;
    };
  }

  private RuleCondition any(AnyOf any) {
    LinkedHashSet<RuleCondition> parts = new LinkedHashSet<>();
    for (RuleCondition each : any.parts()) {
      switch (fold(each)) {
        case Always always -> {
          if (always.value()) {
            return always;
          }
        }
        case AnyOf inner -> parts.addAll(inner.parts());
        case RuleCondition part -> parts.add(part);
      }
    }
    return parts.isEmpty() ? RuleCondition.FALSE : RuleCondition.any(searchedLast(parts));
  }

  /** Those with regular expressions and loops behind the others: they cost the most. */
  private static List<RuleCondition> searchedLast(Collection<RuleCondition> parts) {
    return parts.stream().sorted(Comparator.comparing(Folding::isSearch)).toList();
  }

  private static boolean isSearch(RuleCondition condition) {
    return switch (condition) {
      case AllOf all -> all.parts().stream().anyMatch(Folding::isSearch);
      case AnyOf any -> any.parts().stream().anyMatch(Folding::isSearch);
      case NotSo not -> isSearch(not.part());
      case TextMatches matches -> true;
      case SomeOf some -> true;
      default -> false;
    };
  }
}
