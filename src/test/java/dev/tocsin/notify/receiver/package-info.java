@NullMarked
package dev.tocsin.notify.receiver;

import org.jspecify.annotations.NullMarked;
