package dev.tocsin.lint.logic;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableSet;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition as the alternatives under which it holds. Where it is too large to be taken apart
 * nothing is known of it, and every question is answered with "not that I know".
 */
public final class Formula {
  private final Optional<List<Clause>> clauses;

  /** The clauses that may hold; worked out once, since a policy is compared with all others. */
  private final Supplier<List<Clause>> possible;

  private Formula(Optional<List<Clause>> clauses) {
    this.clauses = clauses;
    this.possible =
        Suppliers.memoize(
            () ->
                clauses.orElse(List.of()).stream()
                    .filter(clause -> clause.conflict().isEmpty())
                    .toList());
  }

  /** When an expression is true. */
  public static Formula of(CheckedExpression expression, Bindings names) {
    return of(expression.tree(), names, true);
  }

  /** When a part of an expression is true. */
  public static Formula of(ExpressionNode part, Bindings names) {
    return of(part, names, true);
  }

  /** When an expression is false. */
  public static Formula not(CheckedExpression expression, Bindings names) {
    return of(expression.tree(), names, false);
  }

  /** When a part of an expression is false. */
  public static Formula not(ExpressionNode part, Bindings names) {
    return of(part, names, false);
  }

  private static Formula of(ExpressionNode node, Bindings names, boolean holds) {
    return new Formula(
        NormalForm.of(node, names, holds)
            .map(sets -> sets.stream().map(set -> Clause.of(set, names)).toList()));
  }

  /** Why it can never hold, in words; empty when it may. */
  public Optional<String> contradiction() {
    return clauses.flatMap(
        all -> {
          List<String> conflicts =
              all.stream().map(Clause::conflict).flatMap(Optional::stream).toList();
          return conflicts.size() == all.size() ? conflicts.stream().findFirst() : Optional.empty();
        });
  }

  /** Whether each event for which this holds is one for which the other holds. */
  public boolean implies(Formula other) {
    List<Clause> own = possible.get();
    List<Clause> wanted = other.possible.get();
    for (Clause each : own) {
      if (!implies(each, wanted)) {
        return false;
      }
    }
    return !own.isEmpty();
  }

  private static boolean implies(Clause clause, List<Clause> wanted) {
    for (Clause each : wanted) {
      if (clause.implies(each)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The values that a term can have when this holds, if it is pinned to some in every alternative.
   *
   * @param term as {@code connection.destinationPort}
   */
  public Optional<Set<Object>> values(String term) {
    List<Optional<ImmutableSet<Object>>> each =
        possible.get().stream().map(clause -> clause.values(term)).toList();
    return each.isEmpty() || each.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(
            each.stream()
                .flatMap(Optional::stream)
                .flatMap(Set::stream)
                .collect(Collectors.toSet()));
  }

  /** The same for each alternative on its own, where it is pinned there. */
  public Stream<Set<Object>> valuesOfAlternatives(String term) {
    return possible.get().stream().map(clause -> clause.values(term)).flatMap(Optional::stream);
  }
}
