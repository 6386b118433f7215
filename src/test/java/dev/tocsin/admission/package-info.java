@NullMarked
package dev.tocsin.admission;

import org.jspecify.annotations.NullMarked;
