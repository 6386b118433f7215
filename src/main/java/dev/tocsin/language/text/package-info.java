/**
 * The texts, lists and patterns of expressions, and what reading them may cost. Functions and
 * compiled expressions stand on it. Start reading at {@link TextBudget}.
 */
@NullMarked
package dev.tocsin.language.text;

import org.jspecify.annotations.NullMarked;
