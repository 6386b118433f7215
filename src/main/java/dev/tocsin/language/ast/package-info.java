/**
 * The tree of a checked expression, in the terms of this language: what cel-java's tree says by
 * names of functions and kinds of nodes is said by types here. All that looks into expressions
 * (translation, index, lint, explanations) reads this tree, and none of them cel-java's.
 *
 * <p>Start reading at {@link dev.tocsin.language.ast.ExpressionNode}.
 */
@NullMarked
package dev.tocsin.language.ast;

import org.jspecify.annotations.NullMarked;
