/**
 * Policies and exceptions in, status out. {@link PolicyTranslator} turns API objects into what the
 * engine runs, without a cluster; {@link PolicyCatalog} holds the current set and installs it;
 * {@link PolicyControl} keeps both up to date from an API server and writes status; {@link
 * PolicyFollower} keeps them up to date without writing, on nodes.
 *
 * <p>Knows the API types, the language and the engine. What nodes, the engine and the alerts report
 * comes in through {@link Observations}. Start reading at {@link PolicyControl}.
 */
@NullMarked
package dev.tocsin.control;

import org.jspecify.annotations.NullMarked;
