@NullMarked
package dev.tocsin.notify.reach;

import org.jspecify.annotations.NullMarked;
