/** Pages of docs/reference, which are made from the code and compared with it. */
@NullMarked
package dev.tocsin.reference;

import org.jspecify.annotations.NullMarked;
