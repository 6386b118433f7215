package dev.tocsin.lint.logic;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads conditions that are no {@code &&}, {@code ||}, {@code !} or {@code ? :}. */
final class Atoms {
  private final Names names;
  private final Writing writing;

  Atoms(Names names, Writing writing) {
    this.names = names;
    this.writing = writing;
  }

  Literal read(Term term) {
    CelExpr expr = term.expr();
    return switch (expr.getKind()) {
      case CONSTANT ->
          expr.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
              ? known(expr.constant().booleanValue())
              : opaque(term);
      case CALL -> call(term, expr.call());
      default -> opaque(term);
    };
  }

  private static Literal known(boolean value) {
    return new Literal(new Atom.Known(value), true);
  }

  private Literal opaque(Term term) {
    return new Literal(new Atom.Opaque(writing.of(term.expr())), true);
  }

  private Literal call(Term term, CelExpr.CelCall call) {
    List<CelExpr> operands = Stream.concat(call.target().stream(), call.args().stream()).toList();
    if (operands.size() != 2) {
      return opaque(term);
    }
    Term left = term.with(operands.get(0));
    Term right = term.with(operands.get(1));
    return switch (call.function()) {
      case "_==_" -> equal(term, left, right, true);
      case "_!=_" -> equal(term, left, right, false);
      case "_<_" -> compare(term, left, right, false, true);
      case "_>=_" -> compare(term, left, right, false, false);
      case "_<=_" -> compare(term, left, right, true, true);
      case "_>_" -> compare(term, left, right, true, false);
      case "@in" -> in(term, left, right);
      case "startsWith" -> part(term, left, Atom.Relation.STARTS_WITH, right);
      case "endsWith" -> part(term, left, Atom.Relation.ENDS_WITH, right);
      case "contains" -> part(term, left, Atom.Relation.CONTAINS, right);
      case "matches" -> part(term, left, Atom.Relation.MATCHES, right);
      default -> opaque(term);
    };
  }

  private Literal equal(Term whole, Term left, Term right, boolean holds) {
    Object a = constant(left.expr());
    Object b = constant(right.expr());
    if (a != null && b != null) {
      return known(a.equals(b) == holds);
    }
    if (a == null && b == null) {
      String one = writing.of(left.expr());
      String other = writing.of(right.expr());
      if (one.equals(other)) {
        return known(holds);
      }
      String text = one.compareTo(other) <= 0 ? one + " == " + other : other + " == " + one;
      return new Literal(new Atom.Opaque(text), holds);
    }
    Term term = a == null ? left : right;
    Object value = a == null ? b : a;
    return value == null || !isComparable(term)
        ? opaque(whole)
        : new Literal(new Atom.Among(writing.of(term.expr()), ImmutableSet.of(value)), holds);
  }

  /** A value of another kind than the constant's is unequal to it; a number may equal a double. */
  private static boolean isComparable(Term term) {
    return term.is(CelKind.STRING)
        || term.is(CelKind.INT)
        || term.is(CelKind.BOOL)
        || term.is(CelKind.DYN);
  }

  /**
   * @param orEqual whether it is {@code <=} or {@code >}, of which one is the other's negation
   * @param holds whether it is {@code <} or {@code <=}
   */
  private Literal compare(Term whole, Term left, Term right, boolean orEqual, boolean holds) {
    if (constant(right.expr()) instanceof Long bound && left.is(CelKind.INT)) {
      return atMost(whole, left, bound, orEqual, holds);
    }
    if (constant(left.expr()) instanceof Long bound && right.is(CelKind.INT)) {
      return atMost(whole, right, bound, !orEqual, !holds); // 5 < x is not x <= 5
    }
    return opaque(whole);
  }

  private Literal atMost(Term whole, Term term, long bound, boolean orEqual, boolean holds) {
    if (!orEqual && bound == Long.MIN_VALUE) {
      return opaque(whole);
    }
    return new Literal(
        new Atom.AtMost(writing.of(term.expr()), orEqual ? bound : bound - 1), holds);
  }

  private Literal in(Term whole, Term element, Term list) {
    Optional<Set<Object>> values = values(list.expr());
    if (values.isEmpty()) {
      return opaque(whole);
    }
    Object constant = constant(element.expr());
    if (values.get().isEmpty()) {
      return known(false);
    }
    if (constant != null) {
      return known(values.get().contains(constant));
    }
    return isComparable(element)
        ? new Literal(
            new Atom.Among(writing.of(element.expr()), ImmutableSet.copyOf(values.get())), true)
        : opaque(whole);
  }

  /** The values of a list that is written out, or of a list of the policy. */
  private Optional<Set<Object>> values(CelExpr list) {
    if (list.getKind() == CelExpr.ExprKind.Kind.SELECT
        && list.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
        && list.select().operand().ident().name().equals("lists")) {
      return Optional.ofNullable(names.lists().get(list.select().field())).map(HashSet::new);
    }
    if (list.getKind() != CelExpr.ExprKind.Kind.LIST) {
      return Optional.empty();
    }
    Set<Object> values = new HashSet<>();
    for (CelExpr element : list.list().elements()) {
      Object value = constant(element);
      if (value == null) {
        return Optional.empty();
      }
      values.add(value);
    }
    return Optional.of(values);
  }

  private Literal part(Term whole, Term text, Atom.Relation relation, Term part) {
    if (!(constant(part.expr()) instanceof String value) || !text.is(CelKind.STRING)) {
      return opaque(whole);
    }
    return relation.isInEveryText(value)
        ? known(true)
        : new Literal(new Atom.Part(writing.of(text.expr()), relation, value), true);
  }

  /** A string, long or boolean that is written out; null for all else. */
  private static @Nullable Object constant(CelExpr expr) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.CALL
        && expr.call().function().equals("-_")
        && constant(expr.call().args().getFirst()) instanceof Long number) {
      return -number;
    }
    if (expr.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
      return null;
    }
    return switch (expr.constant().getKind()) {
      case STRING_VALUE -> expr.constant().stringValue();
      case INT64_VALUE -> expr.constant().int64Value();
      case BOOLEAN_VALUE -> expr.constant().booleanValue();
      default -> null;
    };
  }
}
