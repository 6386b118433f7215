/**
 * What strangers who reach a port may cost: connections in total and for each peer, bytes, time.
 * For every package that listens. Knows nothing of what is asked or answered.
 *
 * <p>Start reading at {@link dev.tocsin.listen.Connections}, then {@link
 * dev.tocsin.listen.HttpListener}.
 */
@NullMarked
package dev.tocsin.listen;

import org.jspecify.annotations.NullMarked;
