package dev.tocsin.alert;

/**
 * What a writer has done since it was made.
 *
 * @param requests to the store, whatever came of them
 * @param conflicts objects that somebody else had changed or created
 * @param refused requests that the store answered with no
 * @param failures requests that the store did not answer, or could not serve
 * @param available whether the store answered the last request
 */
public record WriterStats(
    long requests,
    long created,
    long updated,
    long deleted,
    long announced,
    long conflicts,
    long refused,
    long failures,
    boolean available) {}
