@NullMarked
package dev.tocsin.doctor;

import org.jspecify.annotations.NullMarked;
