@NullMarked
package dev.tocsin.coverage;

import org.jspecify.annotations.NullMarked;
