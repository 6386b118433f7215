/**
 * Rules of Falco: files with lists, macros, exceptions and changes to them, the condition language,
 * and the events and fields that Tetragon has. Start reading at {@link
 * dev.tocsin.importer.falco.FalcoImport}.
 */
@NullMarked
package dev.tocsin.importer.falco;

import org.jspecify.annotations.NullMarked;
