/**
 * Texts for people: those that somebody who is watched has chosen, made harmless, and failures in
 * words. For any package.
 */
@NullMarked
package dev.tocsin.text;

import org.jspecify.annotations.NullMarked;
