package dev.tocsin.engine.compile;

import dev.tocsin.language.ast.ExpressionNode;
import java.util.Collection;

/** A text that an expression asks something of. */
sealed interface Asked permits AskedText, AskedScript, AskedChoice, KnownText, UnknownText {
  /** Of whether it is one of the values. */
  Sides isOneOf(Collection<String> values);

  /** Of what is asked of it with a constant. */
  Sides question(ExpressionNode.TextTest.Test test, String constant);

  Asked inSmallLetters();

  /** What a pattern finds in it. */
  Asked found();
}
