package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert object as the store has it.
 *
 * @param tally {@link Tally#NONE} for an object whose status was never written
 * @param announced whether all escalations up to its count were announced
 * @param modified when anybody last changed the object
 */
public record StoredAlert(
    AlertRef ref,
    Headline headline,
    @Nullable Overflow overflow,
    Triage triage,
    Duration expireAfter,
    Tally tally,
    boolean announced,
    Instant created,
    Instant modified) {}
