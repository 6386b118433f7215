/**
 * Bounded room that many share: when it is full, whoever has the most loses something, and nobody
 * else. Start reading at {@link dev.tocsin.engine.fair.FairRoom}.
 */
@NullMarked
package dev.tocsin.engine.fair;

import org.jspecify.annotations.NullMarked;
