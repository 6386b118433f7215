package dev.tocsin.lint.schema;

/**
 * Something that the API server would refuse.
 *
 * @param path {@code spec.events[1]}; {@code ""} for the object itself
 */
public record Violation(String path, String message) {}
