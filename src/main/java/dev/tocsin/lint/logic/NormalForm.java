package dev.tocsin.lint.logic;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.tocsin.language.CheckedExpression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a condition apart into alternatives, each a set of literals that hold together. CEL's
 * {@code &&} and {@code ||} do not mind the order even where an operand fails, so that the usual
 * laws hold for what is <em>true</em>; an operand that fails makes nothing true that would not be.
 *
 * <p>The number of alternatives can explode: beyond the bound there is no form.
 */
final class NormalForm {
  private static final int MAX_CLAUSES = 256;
  private static final int MAX_LITERALS = 128;
  private static final int MAX_DEPTH = 200;

  private final Names names;
  private final Writing writing;
  private final Atoms atoms;
  private int depth;

  private NormalForm(Names names) {
    this.names = names;
    this.writing = new Writing(names);
    this.atoms = new Atoms(names, writing);
  }

  /**
   * The alternatives under which an expression holds, or does not; empty when there are too many.
   */
  static Optional<List<Set<Literal>>> of(Term term, Names names, boolean holds) {
    NormalForm form = new NormalForm(names);
    List<Set<Literal>> clauses = form.clauses(term, holds);
    return clauses == null || !form.writing.isWhole() ? Optional.empty() : Optional.of(clauses);
  }

  private @Nullable List<Set<Literal>> clauses(Term term, boolean holds) {
    if (++depth > MAX_DEPTH) {
      return null;
    }
    try {
      return expand(term, holds);
    } finally {
      depth--;
    }
  }

  private @Nullable List<Set<Literal>> expand(Term term, boolean holds) {
    CelExpr expr = term.expr();
    if (expr.getKind() == CelExpr.ExprKind.Kind.SELECT && !expr.select().testOnly()) {
      CheckedExpression variable = variable(expr.select());
      if (variable != null) {
        Term body = Term.of(variable.ast());
        return body.is(CelKind.BOOL) ? clauses(body, holds) : single(term, holds);
      }
    }
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return single(term, holds);
    }
    List<CelExpr> arguments = expr.call().args();
    return switch (expr.call().function()) {
      case "!_" -> clauses(term.with(arguments.getFirst()), !holds);
      case "_&&_", "_||_" -> {
        List<Set<Literal>> left = clauses(term.with(arguments.get(0)), holds);
        List<Set<Literal>> right = clauses(term.with(arguments.get(1)), holds);
        yield expr.call().function().equals("_&&_") == holds ? both(left, right) : any(left, right);
      }
      case "_?_:_" ->
          any(
              both(
                  clauses(term.with(arguments.get(0)), true),
                  clauses(term.with(arguments.get(1)), holds)),
              both(
                  clauses(term.with(arguments.get(0)), false),
                  clauses(term.with(arguments.get(2)), holds)));
      default -> single(term, holds);
    };
  }

  private @Nullable CheckedExpression variable(CelExpr.CelSelect select) {
    return select.operand().getKind() == CelExpr.ExprKind.Kind.IDENT
            && select.operand().ident().name().equals("variables")
        ? names.variables().get(select.field())
        : null;
  }

  private List<Set<Literal>> single(Term term, boolean holds) {
    Literal literal = atoms.read(term);
    return List.of(Set.of(holds ? literal : literal.not()));
  }

  private static @Nullable List<Set<Literal>> any(
      @Nullable List<Set<Literal>> left, @Nullable List<Set<Literal>> right) {
    if (left == null || right == null || left.size() + right.size() > MAX_CLAUSES) {
      return null;
    }
    List<Set<Literal>> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  private static @Nullable List<Set<Literal>> both(
      @Nullable List<Set<Literal>> left, @Nullable List<Set<Literal>> right) {
    if (left == null || right == null || left.size() * right.size() > MAX_CLAUSES) {
      return null;
    }
    List<Set<Literal>> all = new ArrayList<>();
    for (Set<Literal> a : left) {
      for (Set<Literal> b : right) {
        Set<Literal> together = new LinkedHashSet<>(a);
        together.addAll(b);
        if (together.size() > MAX_LITERALS) {
          return null;
        }
        all.add(together);
      }
    }
    return all;
  }
}
