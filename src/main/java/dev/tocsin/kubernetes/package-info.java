/**
 * How an API server is asked: an informer that never gives up, requests that are made once, and
 * what went wrong in words. Knows nothing of what the objects mean. Start reading at {@link
 * dev.tocsin.kubernetes.Feed}.
 */
@NullMarked
package dev.tocsin.kubernetes;

import org.jspecify.annotations.NullMarked;
