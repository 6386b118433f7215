/**
 * How loud the shipped policies are about harmless software: {@code make noise}. Start reading at
 * {@link Measurement}, which replays the cases of {@code src/test/resources/benign} and the
 * recordings of ordinary work; {@link SeverityTable} keeps the result in the library's documents.
 */
@NullMarked
package dev.tocsin.noise;

import org.jspecify.annotations.NullMarked;
