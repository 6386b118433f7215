package dev.tocsin.identity;

/**
 * What the API server was asked about tokens.
 *
 * @param cached answers that were known
 * @param failed reviews that were not answered
 * @param limited tokens that were not reviewed, as their address had its share
 */
public record ReviewStats(long reviewed, long cached, long failed, long limited) {}
