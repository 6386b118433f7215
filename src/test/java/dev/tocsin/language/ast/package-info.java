@NullMarked
package dev.tocsin.language.ast;

import org.jspecify.annotations.NullMarked;
