package dev.tocsin.lint.logic;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelKind;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads conditions that are no {@code &&}, {@code ||}, {@code !} or {@code ? :}. */
final class Atoms {
  private final Bindings names;
  private final Writing writing;

  Atoms(Bindings names, Writing writing) {
    this.names = names;
    this.writing = writing;
  }

  Literal read(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Constant constant when constant.value() instanceof Boolean value ->
          known(value);
      case ExpressionNode.Compare compare -> compare(compare);
      case ExpressionNode.Member member -> in(member);
      case ExpressionNode.TextTest test -> part(test);
      default -> opaque(node);
    };
  }

  private static Literal known(boolean value) {
    return new Literal(new Atom.Known(value), true);
  }

  private Literal opaque(ExpressionNode node) {
    return new Literal(new Atom.Opaque(writing.of(node)), true);
  }

  private Literal compare(ExpressionNode.Compare compare) {
    return switch (compare.sign()) {
      case EQUAL -> equal(compare, true);
      case NOT_EQUAL -> equal(compare, false);
      case LESS -> order(compare, false, true);
      case GREATER_OR_EQUAL -> order(compare, false, false);
      case LESS_OR_EQUAL -> order(compare, true, true);
      case GREATER -> order(compare, true, false);
    };
  }

  private Literal equal(ExpressionNode.Compare whole, boolean holds) {
    Object a = constant(whole.left());
    Object b = constant(whole.right());
    if (a != null && b != null) {
      return known(a.equals(b) == holds);
    }
    if (a == null && b == null) {
      String one = writing.of(whole.left());
      String other = writing.of(whole.right());
      if (one.equals(other)) {
        return known(holds);
      }
      String text = one.compareTo(other) <= 0 ? one + " == " + other : other + " == " + one;
      return new Literal(new Atom.Opaque(text), holds);
    }
    ExpressionNode term = a == null ? whole.left() : whole.right();
    Object value = a == null ? b : a;
    return value == null || !isComparable(term)
        ? opaque(whole)
        : new Literal(new Atom.Among(writing.of(term), ImmutableSet.of(value)), holds);
  }

  /** A value of another kind than the constant's is unequal to it; a number may equal a double. */
  private static boolean isComparable(ExpressionNode term) {
    return term.isOf(CelKind.STRING)
        || term.isOf(CelKind.INT)
        || term.isOf(CelKind.BOOL)
        || term.isOf(CelKind.DYN);
  }

  /**
   * @param orEqual whether it is {@code <=} or {@code >}, of which one is the other's negation
   * @param holds whether it is {@code <} or {@code <=}
   */
  private Literal order(ExpressionNode.Compare whole, boolean orEqual, boolean holds) {
    ExpressionNode left = whole.left();
    ExpressionNode right = whole.right();
    if (constant(right) instanceof Long bound && left.isOf(CelKind.INT)) {
      return atMost(whole, left, bound, orEqual, holds);
    }
    if (constant(left) instanceof Long bound && right.isOf(CelKind.INT)) {
      return atMost(whole, right, bound, !orEqual, !holds); // 5 < x is not x <= 5
    }
    return opaque(whole);
  }

  private Literal atMost(
      ExpressionNode whole, ExpressionNode term, long bound, boolean orEqual, boolean holds) {
    if (!orEqual && bound == Long.MIN_VALUE) {
      return opaque(whole);
    }
    return new Literal(new Atom.AtMost(writing.of(term), orEqual ? bound : bound - 1), holds);
  }

  private Literal in(ExpressionNode.Member whole) {
    ExpressionNode element = whole.element();
    Optional<Set<Object>> values = values(whole.container());
    if (values.isEmpty()) {
      return opaque(whole);
    }
    Object constant = constant(element);
    if (values.get().isEmpty()) {
      return known(false);
    }
    if (constant != null) {
      return known(values.get().contains(constant));
    }
    return isComparable(element)
        ? new Literal(new Atom.Among(writing.of(element), ImmutableSet.copyOf(values.get())), true)
        : opaque(whole);
  }

  /** The values of a list that is written out, or of a list of the policy. */
  private Optional<Set<Object>> values(ExpressionNode container) {
    String named = container.fieldOf(Environment.LISTS);
    if (named != null) {
      return Optional.ofNullable(names.lists().get(named)).map(HashSet::new);
    }
    List<Object> written = container.constants(Atoms::constant);
    return Optional.ofNullable(written).map(HashSet::new);
  }

  private Literal part(ExpressionNode.TextTest whole) {
    Atom.Relation relation =
        switch (whole.test()) {
          case STARTS_WITH -> Atom.Relation.STARTS_WITH;
          case ENDS_WITH -> Atom.Relation.ENDS_WITH;
          case CONTAINS -> Atom.Relation.CONTAINS;
          case MATCHES -> Atom.Relation.MATCHES;
        };
    String part = whole.part().text();
    if (part == null || !whole.subject().isOf(CelKind.STRING)) {
      return opaque(whole);
    }
    return relation.isInEveryText(part)
        ? known(true)
        : new Literal(new Atom.Part(writing.of(whole.subject()), relation, part), true);
  }

  /** A string, long or boolean that is written out; null for all else. */
  private static @Nullable Object constant(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Call call
          when call.function().equals("-_")
              && constant(call.arguments().getFirst()) instanceof Long number ->
          -number;
      case ExpressionNode.Constant constant ->
          switch (constant.value()) {
            case String text -> text;
            case Long number -> number;
            case Boolean value -> value;
            default -> null;
          };
      default -> null;
    };
  }
}
