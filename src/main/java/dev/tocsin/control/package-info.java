/**
 * Policies and exceptions in, status out. {@link PolicyTranslator} turns API objects into what the
 * engine runs, without a cluster; {@link PolicyCatalog} holds the current set and installs it;
 * {@link PolicySource} keeps that up to date from an API server, in every process; {@link
 * PolicyControl} adds what writes status, where nodes do not.
 *
 * <p>Knows the API types, the language and the engine. What nodes, the engine and the alerts report
 * comes in through {@link Observations}. Start reading at {@link PolicySource}.
 */
@NullMarked
package dev.tocsin.control;

import org.jspecify.annotations.NullMarked;
