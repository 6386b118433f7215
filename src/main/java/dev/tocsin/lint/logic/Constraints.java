package dev.tocsin.lint.logic;

import com.google.common.collect.ImmutableSet;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.language.text.Patterns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that one alternative says about one term. */
final class Constraints {
  private final String term;
  private final List<Literal> parts = new ArrayList<>();
  private final Set<Object> excluded = new LinkedHashSet<>();
  private @Nullable Set<Object> allowed;
  private long least = Long.MIN_VALUE;
  private long most = Long.MAX_VALUE;

  Constraints(String term) {
    this.term = term;
  }

  void add(Literal literal) {
    switch (literal.atom()) {
      case Atom.Among among when literal.holds() -> allow(among.values());
      case Atom.Among among -> excluded.addAll(among.values());
      case Atom.AtMost bound when literal.holds() -> most = Math.min(most, bound.bound());
      case Atom.AtMost bound ->
          least =
              Math.max(least, bound.bound() == Long.MAX_VALUE ? Long.MAX_VALUE : bound.bound() + 1);
      case Atom.Part part -> parts.add(literal);
      case Atom.Known known -> {}
      case Atom.Opaque opaque -> {}
    }
  }

  void allow(Set<Object> values) {
    if (allowed == null) {
      allowed = new LinkedHashSet<>(values);
    } else {
      allowed.retainAll(values);
    }
  }

  /** The values that are left; empty when the term is not pinned to any. */
  Optional<ImmutableSet<Object>> values() {
    return allowed == null
        ? Optional.empty()
        : Optional.of(
            allowed.stream().filter(this::isPossible).collect(ImmutableSet.toImmutableSet()));
  }

  /** The texts that its value ends with. */
  List<String> endings() {
    return parts.stream()
        .filter(Literal::holds)
        .map(literal -> (Atom.Part) literal.atom())
        .filter(part -> part.relation() == Atom.Relation.ENDS_WITH)
        .map(Atom.Part::part)
        .toList();
  }

  private boolean isPossible(Object value) {
    return !excluded.contains(value)
        && (!(value instanceof Long number) || (number >= least && number <= most))
        && (!(value instanceof String text)
            || parts.stream().allMatch(literal -> agrees(text, literal)))
        && Possible.objection(term, value).isEmpty();
  }

  private static boolean agrees(String text, Literal literal) {
    return !(literal.atom() instanceof Atom.Part part)
        || relates(text, part.relation(), part.part()) == literal.holds();
  }

  private static boolean relates(String text, Atom.Relation relation, String part) {
    return switch (relation) {
      case STARTS_WITH -> text.startsWith(part);
      case ENDS_WITH -> text.endsWith(part);
      case CONTAINS -> text.contains(part);
      case MATCHES -> find(part, text);
    };
  }

  private static boolean find(String pattern, String text) {
    try {
      return Patterns.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return true; // a compile error of its own; nothing follows from it here
    }
  }

  /** Why no value can satisfy them, in words; empty when one may. */
  Optional<String> conflict() {
    if (allowed != null) {
      return values().orElseThrow().isEmpty() ? Optional.of(pinnedConflict()) : Optional.empty();
    }
    if (least > most) {
      return Optional.of(term + " cannot be at least " + least + " and at most " + most);
    }
    Optional<String> range = Possible.objection(term, least, most);
    return range.isPresent() ? range : partsConflict();
  }

  private String pinnedConflict() {
    Set<Object> wanted = Objects.requireNonNull(allowed);
    if (wanted.isEmpty()) {
      return term + " would have to have two values at once";
    }
    Optional<String> impossible =
        wanted.stream()
            .map(value -> Possible.objection(term, value))
            .flatMap(Optional::stream)
            .findFirst();
    if (impossible.isPresent()) {
      return impossible.get();
    }
    String values =
        wanted.stream().map(Writing::value).limit(5).collect(Collectors.joining(" or "));
    return term + " is " + values + " and the other conditions exclude that";
  }

  private Optional<String> partsConflict() {
    List<Atom.Part> holding = select(Literal::holds);
    List<Atom.Part> failing = select(literal -> !literal.holds());
    for (Atom.Part a : holding) {
      Optional<String> impossible = Possible.partObjection(term, a.relation(), a.part());
      if (impossible.isPresent()) {
        return impossible;
      }
      for (Atom.Part b : holding) {
        if (excludeEachOther(a, b)) {
          return Optional.of(term + " cannot " + words(a) + " and " + words(b));
        }
      }
      for (Atom.Part b : failing) {
        if (entails(a, b)) {
          return Optional.of(term + " cannot " + words(a) + " and not " + words(b));
        }
      }
    }
    return Optional.empty();
  }

  private List<Atom.Part> select(Predicate<Literal> which) {
    return parts.stream().filter(which).map(literal -> (Atom.Part) literal.atom()).toList();
  }

  private static boolean excludeEachOther(Atom.Part a, Atom.Part b) {
    if (a.relation() != b.relation()) {
      return false;
    }
    return switch (a.relation()) {
      case STARTS_WITH -> !a.part().startsWith(b.part()) && !b.part().startsWith(a.part());
      case ENDS_WITH -> !a.part().endsWith(b.part()) && !b.part().endsWith(a.part());
      case CONTAINS, MATCHES -> false;
    };
  }

  /** Whether whatever satisfies one part satisfies the other too. */
  static boolean entails(Atom.Part a, Atom.Part b) {
    if (a.relation() == Atom.Relation.MATCHES || b.relation() == Atom.Relation.MATCHES) {
      return a.relation() == b.relation() && a.part().equals(b.part());
    }
    return switch (b.relation()) {
      case CONTAINS -> a.part().contains(b.part());
      case STARTS_WITH ->
          a.relation() == Atom.Relation.STARTS_WITH && a.part().startsWith(b.part());
      case ENDS_WITH -> a.relation() == Atom.Relation.ENDS_WITH && a.part().endsWith(b.part());
      case MATCHES -> false;
    };
  }

  private static String words(Atom.Part part) {
    String verb =
        switch (part.relation()) {
          case STARTS_WITH -> "start with ";
          case ENDS_WITH -> "end with ";
          case CONTAINS -> "contain ";
          case MATCHES -> "match ";
        };
    return verb + Writing.value(part.part());
  }
}
