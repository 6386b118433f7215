package dev.tocsin.alert;

import dev.tocsin.event.AlertView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert object as the store has it.
 *
 * @param tally {@link Tally#NONE} for an object whose status was never written
 * @param lookAgain when its acknowledgement is over; null where it has none, or one without an end
 * @param generation rises whenever somebody edits the triage
 * @param view what policies over alerts see of it
 * @param marks what its labels say
 * @param modified when anybody last changed the object
 */
public record StoredAlert(
    AlertRef ref,
    AlertSummary summary,
    @Nullable Overflow overflow,
    TriageState triage,
    Duration expireAfter,
    Tally tally,
    Deliveries deliveries,
    AlertMarks marks,
    @Nullable Instant lookAgain,
    long generation,
    Instant created,
    Instant modified,
    AlertView view) {}
