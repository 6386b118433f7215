/** The engine, from policies and events to findings. */
@NullMarked
package dev.tocsin.engine;

import org.jspecify.annotations.NullMarked;
