/**
 * The functions of expressions: declared and bound in one place, a library for each subject. Start
 * reading at {@link FunctionLibrary}.
 */
@NullMarked
package dev.tocsin.language.function;

import org.jspecify.annotations.NullMarked;
