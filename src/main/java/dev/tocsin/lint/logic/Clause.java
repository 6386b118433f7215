package dev.tocsin.lint.logic;

import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One alternative of a condition: literals that hold together. */
final class Clause {
  private final Set<Literal> literals;

  /** The same: gone through for each other clause there is. */
  private final Literal[] each;

  private final Map<String, Constraints> terms;

  private Clause(Set<Literal> literals, Map<String, Constraints> terms) {
    this.literals = literals;
    this.each = literals.toArray(Literal[]::new);
    this.terms = terms;
  }

  static Clause of(Set<Literal> literals, Bindings names) {
    Map<String, Constraints> terms = new LinkedHashMap<>();
    for (Literal literal : literals) {
      String term =
          switch (literal.atom()) {
            case Atom.Among among -> among.term();
            case Atom.AtMost bound -> bound.term();
            case Atom.Part part -> part.term();
            case Atom.Known known -> null;
            case Atom.Opaque opaque -> null;
          };
      if (term != null) {
        terms.computeIfAbsent(term, Constraints::new).add(literal);
      }
    }
    names.domains().forEach((term, domain) -> limit(terms, term, domain));
    link(terms, "process");
    link(terms, "parent");
    return new Clause(literals, terms);
  }

  private static void limit(Map<String, Constraints> terms, String term, Set<String> domain) {
    Constraints constraints = terms.get(term);
    if (constraints != null) {
      constraints.allow(Set.copyOf(domain));
    }
  }

  /** The name of a process is what follows the last slash of its binary. */
  private static void link(Map<String, Constraints> terms, String process) {
    Constraints binary = terms.get(process + ".binary");
    Constraints name = terms.get(process + ".name");
    if (binary == null || name == null) {
      return;
    }
    binary
        .values()
        .ifPresent(
            values ->
                name.allow(
                    values.stream()
                        .map(value -> baseName(String.valueOf(value)))
                        .collect(Collectors.toSet())));
    for (String ending : binary.endings()) {
      if (ending.contains("/")) {
        name.allow(Set.of(baseName(ending)));
      } else {
        name.add(
            new Literal(new Atom.Part(process + ".name", Atom.Relation.ENDS_WITH, ending), true));
      }
    }
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Why its literals cannot hold together, in words; empty when they may. */
  Optional<String> conflict() {
    for (Literal literal : literals) {
      if (literal.atom() instanceof Atom.Known known && known.value() != literal.holds()) {
        return Optional.of("a condition in it is always false");
      }
      if (literals.contains(literal.not())) {
        return Optional.of("a condition and its opposite cannot both hold");
      }
    }
    return terms.values().stream().map(Constraints::conflict).flatMap(Optional::stream).findFirst();
  }

  /** The values that a term is pinned to; empty when it is not. */
  Optional<ImmutableSet<Object>> values(String term) {
    Constraints constraints = terms.get(term);
    return constraints == null ? Optional.empty() : constraints.values();
  }

  /**
   * Whether everything that the other says follows from this. Each policy is compared with all
   * others: so without streams, and without the equality of records, which is slow until it is
   * compiled.
   */
  boolean implies(Clause other) {
    for (Literal wanted : other.each) {
      if (!entails(wanted)) {
        return false;
      }
    }
    return true;
  }

  private boolean entails(Literal wanted) {
    if (wanted.atom() instanceof Atom.Known known && known.value() == wanted.holds()) {
      return true;
    }
    for (Literal own : each) {
      if (entails(own, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean entails(Literal own, Literal wanted) {
    return switch (wanted.atom()) {
      case Atom.Among among when own.atom() instanceof Atom.Among known ->
          known.term().equals(among.term()) && entails(known, own.holds(), among, wanted.holds());
      case Atom.AtMost bound when own.atom() instanceof Atom.AtMost known ->
          known.term().equals(bound.term())
              && own.holds() == wanted.holds()
              && (own.holds() ? known.bound() <= bound.bound() : known.bound() >= bound.bound());
      case Atom.Part part when own.atom() instanceof Atom.Part known ->
          known.term().equals(part.term())
              && own.holds() == wanted.holds()
              && (own.holds()
                  ? Constraints.entails(known, part)
                  : Constraints.entails(part, known));
      case Atom.Opaque opaque when own.atom() instanceof Atom.Opaque known ->
          own.holds() == wanted.holds() && known.text().equals(opaque.text());
      default -> false;
    };
  }

  private static boolean entails(Atom.Among own, boolean is, Atom.Among wanted, boolean wantedIs) {
    Set<Object> common = new HashSet<>(own.values());
    common.retainAll(wanted.values());
    if (is) {
      return wantedIs ? wanted.values().containsAll(own.values()) : common.isEmpty();
    }
    return !wantedIs && own.values().containsAll(wanted.values());
  }
}
