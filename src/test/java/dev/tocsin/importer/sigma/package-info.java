/** Imported rules, replayed through the engine. */
@NullMarked
package dev.tocsin.importer.sigma;

import org.jspecify.annotations.NullMarked;
