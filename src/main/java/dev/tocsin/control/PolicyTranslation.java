package dev.tocsin.control;

import dev.tocsin.engine.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a DetectionPolicy.
 *
 * @param policy absent when there are problems
 * @param problems of the policy itself
 * @param warnings problems of exceptions that were left out, named by their object, and what was
 *     read otherwise than it stands there
 * @param created when the object was made, at the earliest time where it does not say
 * @param nextExpiry when the next exception expires, so that the outcome changes
 */
public record PolicyTranslation(
    Optional<Policy> policy,
    List<Problem> problems,
    List<Problem> warnings,
    Instant created,
    Optional<Instant> nextExpiry) {}
