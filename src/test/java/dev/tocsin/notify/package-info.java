/** Outputs: what is sent to whom, and what comes of it when receivers fail. */
@NullMarked
package dev.tocsin.notify;

import org.jspecify.annotations.NullMarked;
