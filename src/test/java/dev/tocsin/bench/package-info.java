/**
 * What an event costs: {@code make bench}. Start reading at {@link EventBenchmark}, the steps that
 * are measured, then {@link Bench}, which runs them and prints the table.
 */
@NullMarked
package dev.tocsin.bench;

import org.jspecify.annotations.NullMarked;
