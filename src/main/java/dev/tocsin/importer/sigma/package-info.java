/**
 * Rules of Sigma (specification 2.1): documents, detections, modifiers, conditions, and the fields
 * that Tetragon has. Start reading at {@link dev.tocsin.importer.sigma.SigmaImport}.
 */
@NullMarked
package dev.tocsin.importer.sigma;

import org.jspecify.annotations.NullMarked;
