@NullMarked
package dev.tocsin.engine.fair;

import org.jspecify.annotations.NullMarked;
