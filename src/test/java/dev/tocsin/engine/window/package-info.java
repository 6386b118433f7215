/** Windows, by example and against a model. */
@NullMarked
package dev.tocsin.engine.window;

import org.jspecify.annotations.NullMarked;
