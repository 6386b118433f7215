package dev.tocsin.engine.compile;

import dev.tocsin.language.ast.ExpressionNode;
import java.util.Collection;

/** A text that the index knows nothing of. */
enum UnknownText implements Asked {
  INSTANCE;

  @Override
  public Sides isOneOf(Collection<String> values) {
    return Sides.UNKNOWN;
  }

  @Override
  public Sides question(ExpressionNode.TextTest.Test test, String constant) {
    return Sides.UNKNOWN;
  }

  @Override
  public Asked inSmallLetters() {
    return this;
  }

  @Override
  public Asked found() {
    return this;
  }
}
