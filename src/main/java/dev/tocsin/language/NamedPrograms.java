package dev.tocsin.language;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.tocsin.command.ProgramNames;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which names a program must have for a condition on it to hold: it is false, and does not fail,
 * for all others. A long line of commands is gone through by that, not by evaluating the condition
 * for each.
 *
 * @param variable what the program is called in the condition
 * @param constants the texts of a list that is known beforehand; null for any other
 * @param constant the text that is known beforehand; null for any other
 */
record NamedPrograms(
    String variable,
    Function<ExpressionNode, @Nullable Collection<String>> constants,
    Function<ExpressionNode, @Nullable String> constant) {

  /** Null: it may hold for any name. */
  @Nullable Set<String> of(ExpressionNode condition) {
    return switch (condition) {
      case ExpressionNode.And and -> ofBoth(of(and.left()), of(and.right()));
      case ExpressionNode.Or or -> ofEither(of(or.left()), of(or.right()));
      case ExpressionNode.Compare compare
          when compare.sign() == ExpressionNode.Compare.Sign.EQUAL ->
          ofEqual(compare);
      case ExpressionNode.Member member when isName(member.element()) ->
          setOf(constants.apply(member.container()));
      case ExpressionNode.Field fact when fact.object().isName(variable) ->
          CommandSchema.namesWith(fact.name());
      case ExpressionNode.Call call when call.function().equals("isAnyOf") -> ofPatterns(call);
      default -> null;
    };
  }

  private static @Nullable Set<String> ofBoth(
      @Nullable Set<String> some, @Nullable Set<String> others) {
    if (some == null || others == null) {
      return some == null ? others : some;
    }
    return ImmutableSet.copyOf(Sets.intersection(some, others));
  }

  private static @Nullable Set<String> ofEither(
      @Nullable Set<String> some, @Nullable Set<String> others) {
    return some == null || others == null ? null : ImmutableSet.copyOf(Sets.union(some, others));
  }

  private @Nullable Set<String> ofEqual(ExpressionNode.Compare compare) {
    String name = null;
    if (isName(compare.left())) {
      name = constant.apply(compare.right());
    } else if (isName(compare.right())) {
      name = constant.apply(compare.left());
    }
    return name == null ? null : Set.of(name);
  }

  private @Nullable Set<String> ofPatterns(ExpressionNode.Call call) {
    boolean here = call.target().filter(target -> target.isName(variable)).isPresent();
    Collection<String> patterns = here ? constants.apply(call.arguments().getFirst()) : null;
    return patterns == null ? null : ImmutableSet.copyOf(ProgramNames.of(patterns));
  }

  private boolean isName(ExpressionNode node) {
    return node instanceof ExpressionNode.Field field
        && field.object().isName(variable)
        && field.name().equals("name");
  }

  private static @Nullable Set<String> setOf(@Nullable Collection<String> texts) {
    return texts == null ? null : ImmutableSet.copyOf(texts);
  }
}
