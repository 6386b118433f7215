package dev.tocsin.transport.spool;

/**
 * Whether what is spooled outlives the process.
 *
 * @param durable entries are in files; false: in memory only
 * @param problem why they are not, although a directory is given; {@code ""} when there is none
 */
public record SpoolState(boolean durable, String problem) {}
