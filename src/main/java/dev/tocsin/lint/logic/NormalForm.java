package dev.tocsin.lint.logic;

import dev.cel.common.types.CelKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ast.AnyTextTest;
import dev.tocsin.language.ast.ExpressionNode;
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

  private final Bindings names;
  private final Writing writing;
  private final Atoms atoms;
  private int depth;

  private NormalForm(Bindings names) {
    this.names = names;
    this.writing = new Writing(names);
    this.atoms = new Atoms(names, writing);
  }

  /**
   * The alternatives under which an expression holds, or does not; empty when there are too many.
   */
  static Optional<List<Set<Literal>>> of(ExpressionNode node, Bindings names, boolean holds) {
    NormalForm form = new NormalForm(names);
    List<Set<Literal>> clauses = form.clauses(node, holds);
    return clauses == null || !form.writing.isWhole() ? Optional.empty() : Optional.of(clauses);
  }

  private @Nullable List<Set<Literal>> clauses(ExpressionNode node, boolean holds) {
    if (++depth > MAX_DEPTH) {
      return null;
    }
    try {
      return expand(node, holds);
    } finally {
      depth--;
    }
  }

  private @Nullable List<Set<Literal>> expand(ExpressionNode node, boolean holds) {
    return switch (node) {
      case ExpressionNode.Field field -> {
        CheckedExpression variable = variable(field);
        yield variable != null && variable.tree().isOf(CelKind.BOOL)
            ? clauses(variable.tree(), holds)
            : single(field, holds);
      }
      case ExpressionNode.Not not -> clauses(not.operand(), !holds);
      case ExpressionNode.And and -> joined(and.left(), and.right(), holds, holds);
      case ExpressionNode.Or or -> joined(or.left(), or.right(), holds, !holds);
      case ExpressionNode.Choice choice ->
          any(
              both(clauses(choice.condition(), true), clauses(choice.then(), holds)),
              both(clauses(choice.condition(), false), clauses(choice.otherwise(), holds)));
      case ExpressionNode.Call call ->
          AnyTextTest.of(call)
              .map(any -> anyText(any, call, holds))
              .orElseGet(() -> single(call, holds));
      default -> single(node, holds);
    };
  }

  /** Each text by itself, where they are known. */
  private @Nullable List<Set<Literal>> anyText(
      AnyTextTest any, ExpressionNode.Call call, boolean holds) {
    List<String> texts = texts(any.list());
    if (texts == null || texts.isEmpty()) {
      return single(call, holds);
    }
    List<Set<Literal>> joined = null;
    for (ExpressionNode each : any.tests(texts)) {
      List<Set<Literal>> one = single(each, holds);
      joined = joined == null ? one : holds ? any(joined, one) : both(joined, one);
      if (joined == null) {
        return null;
      }
    }
    return joined;
  }

  private @Nullable List<String> texts(ExpressionNode list) {
    String name = list.fieldOf(Environment.LISTS);
    return name != null ? names.lists().get(name) : list.constants(ExpressionNode::text);
  }

  private @Nullable List<Set<Literal>> joined(
      ExpressionNode one, ExpressionNode other, boolean holds, boolean together) {
    List<Set<Literal>> left = clauses(one, holds);
    List<Set<Literal>> right = clauses(other, holds);
    return together ? both(left, right) : any(left, right);
  }

  private @Nullable CheckedExpression variable(ExpressionNode.Field field) {
    String name = field.fieldOf(Environment.VARIABLES);
    return name == null ? null : names.variables().get(name);
  }

  private List<Set<Literal>> single(ExpressionNode node, boolean holds) {
    Literal literal = atoms.read(node);
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
