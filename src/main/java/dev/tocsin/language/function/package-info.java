/**
 * The functions of expressions over plain values: declared and bound in one place, a library for
 * each subject. Those over an event's programs are in {@link dev.tocsin.language}, beside the
 * schema of a program. Start reading at {@link FunctionLibrary}.
 */
@NullMarked
package dev.tocsin.language.function;

import org.jspecify.annotations.NullMarked;
