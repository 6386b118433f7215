/**
 * Says what is wrong with an installation, and what mends it: from a laptop by the objects of the
 * cluster, on a node by what its sensor needs. Everything here only reads. Start reading at {@link
 * Examination}.
 */
@NullMarked
package dev.tocsin.doctor;

import org.jspecify.annotations.NullMarked;
