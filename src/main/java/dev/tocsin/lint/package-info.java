/**
 * What is wrong, or doubtful, with policies, exceptions, outputs and silences, said before anything
 * runs: {@code tocsin lint}, and whoever has one object and no file.
 *
 * <p>Start reading at {@link dev.tocsin.lint.Linter}; {@link dev.tocsin.lint.Rule} lists the rules,
 * and a {@link dev.tocsin.lint.PolicyCheck} is one of them. Files and lines are none of its
 * business: a finding names the field, and {@code lint.file} knows where fields stand. {@code
 * lint.schema} refuses what the API server would, {@code lint.logic} knows what can never be true.
 */
@NullMarked
package dev.tocsin.lint;

import org.jspecify.annotations.NullMarked;
