@NullMarked
package dev.tocsin.notify.kafka;

import org.jspecify.annotations.NullMarked;
