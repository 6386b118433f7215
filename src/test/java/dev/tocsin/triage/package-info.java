@NullMarked
package dev.tocsin.triage;

import org.jspecify.annotations.NullMarked;
