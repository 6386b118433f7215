/**
 * Files and findings: finds the line of what was found, and writes what was found for people
 * ({@link dev.tocsin.lint.file.TextReport}), programs ({@link dev.tocsin.lint.file.JsonReport}) and
 * code scanning ({@link dev.tocsin.lint.file.SarifReport}). Start reading at {@link
 * dev.tocsin.lint.file.LintFiles}.
 */
@NullMarked
package dev.tocsin.lint.file;

import org.jspecify.annotations.NullMarked;
