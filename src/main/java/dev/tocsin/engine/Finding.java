package dev.tocsin.engine;

import dev.tocsin.engine.policy.Policy;
import java.util.Map;

/**
 * A policy fired for a group key, once. Redaction has been applied.
 *
 * @param id stable: made from node, event identity, policy generation and group, so that the same
 *     event reported twice is one finding
 * @param group expression to value, in the order of the policy
 * @param message the rendered message of the alert
 * @param facts the event that completed the match or the window
 */
public record Finding(
    String id, Policy policy, Map<String, String> group, String message, Facts facts) {}
