package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.Triage;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody makes of an alert.
 *
 * @param by who decides
 * @param note why; without one, the note of before stays
 * @param until when to look at it again
 */
public record Decision(
    Triage.State state, String by, Optional<String> note, Optional<Instant> until) {}
