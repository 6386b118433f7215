package dev.tocsin.alert;

/**
 * Where a report is kept until it is in an alert: the entry of a sensor's spool.
 *
 * @param spool identity of the spool: sequences of another one do not compare with its own
 * @param sequence grows with each entry
 */
public record Origin(String node, String spool, long sequence) {}
