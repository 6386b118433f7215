/**
 * Published rules become policies, with the meaning that their specification gives them, or are
 * refused with the reason. What rules ask is {@link dev.tocsin.importer.RuleCondition}; {@link
 * dev.tocsin.importer.CelWriter} writes it as an expression. The formats are in {@link
 * dev.tocsin.importer.sigma} and {@link dev.tocsin.importer.falco}. Start reading at {@link
 * dev.tocsin.importer.sigma.SigmaImport}.
 */
@NullMarked
package dev.tocsin.importer;

import org.jspecify.annotations.NullMarked;
