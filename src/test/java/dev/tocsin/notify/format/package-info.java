@NullMarked
package dev.tocsin.notify.format;

import org.jspecify.annotations.NullMarked;
