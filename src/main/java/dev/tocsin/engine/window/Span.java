package dev.tocsin.engine.window;

/**
 * The event times that led to a finding, first and last included.
 *
 * @param count what was counted: matches, distinct values, steps, or the sum
 */
public record Span(long first, long last, long count) {
  boolean covers(long time) {
    return first <= time && time <= last;
  }
}
