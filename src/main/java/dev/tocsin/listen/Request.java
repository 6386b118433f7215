package dev.tocsin.listen;

import java.io.InputStream;

/**
 * What a peer asks, as far as it has come.
 *
 * @param path without the query
 * @param body to be read once; throws {@link RefusedException} when it is too long or malformed
 */
public record Request(String method, String path, InputStream body) {}
