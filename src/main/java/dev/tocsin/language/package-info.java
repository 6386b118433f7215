/** Text to checked expression: the CEL environment, its types, diagnostics with positions. */
@NullMarked
package dev.tocsin.language;

import org.jspecify.annotations.NullMarked;
