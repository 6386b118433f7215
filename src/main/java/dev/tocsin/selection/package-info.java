/**
 * Which alerts an output sends and a silence holds back: expressions and matchers over one alert.
 * Start reading at {@link dev.tocsin.selection.AlertExpression}.
 */
@NullMarked
package dev.tocsin.selection;

import org.jspecify.annotations.NullMarked;
