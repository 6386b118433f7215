package dev.tocsin.source;

/**
 * One event as it came from a live source.
 *
 * @param message an encoded {@code GetEventsResponse}
 * @param source which one: the address of an agent
 */
public record Received(byte[] message, String source) {}
