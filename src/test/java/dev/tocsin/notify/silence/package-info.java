@NullMarked
package dev.tocsin.notify.silence;

import org.jspecify.annotations.NullMarked;
