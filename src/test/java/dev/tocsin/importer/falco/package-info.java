/** Imported rules, replayed through the engine. */
@NullMarked
package dev.tocsin.importer.falco;

import org.jspecify.annotations.NullMarked;
