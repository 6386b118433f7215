/** Imported rules, replayed through the engine. */
@NullMarked
package dev.tocsin.importer;

import org.jspecify.annotations.NullMarked;
