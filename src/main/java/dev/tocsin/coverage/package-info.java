/**
 * Which techniques of ATT&amp;CK's Containers matrix the policies at hand see, and where: from
 * policies and what their status says to a matrix, and from it to a table, JSON and a picture. Asks
 * no cluster itself. Start reading at {@link Coverage}.
 */
@NullMarked
package dev.tocsin.coverage;

import org.jspecify.annotations.NullMarked;
