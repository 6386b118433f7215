@NullMarked
package dev.tocsin.language.text;

import org.jspecify.annotations.NullMarked;
