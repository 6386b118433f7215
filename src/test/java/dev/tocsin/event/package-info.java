@NullMarked
package dev.tocsin.event;

import org.jspecify.annotations.NullMarked;
