/**
 * Where secrets are in a command line or in any other text: by the program, by the name that stands
 * before them, by their own form. Rules are data; one pass over the text finds what they ask for.
 */
@NullMarked
package dev.tocsin.engine.redaction;

import org.jspecify.annotations.NullMarked;
