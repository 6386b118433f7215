package dev.tocsin.transport.server;

import java.time.Instant;

/**
 * Whom a token speaks for.
 *
 * @param validUntil when the token expires: a stream that was opened with it ends by then; {@link
 *     Instant#MAX} when it does not say
 */
public record NodeIdentity(String node, Instant validUntil) {}
