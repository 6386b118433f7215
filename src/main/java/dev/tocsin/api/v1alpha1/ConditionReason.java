package dev.tocsin.api.v1alpha1;

/**
 * A reason that a condition in a status can have, as programs read it, with its documentation.
 *
 * @param type of the condition: {@code Loaded}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason {@code NoNodes}
 * @param meaning one sentence
 * @param remedy what to do, in one sentence; {@code ""} where nothing is to be done
 */
public record ConditionReason(
    String type, String status, String reason, String meaning, String remedy) {}
