package dev.tocsin.engine.compile;

import dev.tocsin.language.ast.ExpressionNode;
import java.util.Collection;
import java.util.function.Function;

/**
 * One text or another.
 *
 * @param condition of which it is
 */
record AskedChoice(Sides condition, Asked then, Asked otherwise) implements Asked {
  @Override
  public Sides isOneOf(Collection<String> values) {
    return condition.choice(then.isOneOf(values), otherwise.isOneOf(values));
  }

  @Override
  public Sides question(ExpressionNode.TextTest.Test test, String constant) {
    return condition.choice(then.question(test, constant), otherwise.question(test, constant));
  }

  @Override
  public AskedChoice inSmallLetters() {
    return each(Asked::inSmallLetters);
  }

  @Override
  public AskedChoice found() {
    return each(Asked::found);
  }

  /** How many texts it may be. */
  int size() {
    return size(then) + size(otherwise);
  }

  static int size(Asked text) {
    return text instanceof AskedChoice choice ? choice.size() : 1;
  }

  private AskedChoice each(Function<Asked, Asked> change) {
    return new AskedChoice(condition, change.apply(then), change.apply(otherwise));
  }
}
