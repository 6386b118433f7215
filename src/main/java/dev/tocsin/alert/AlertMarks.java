package dev.tocsin.alert;

import dev.tocsin.engine.Severity;

/**
 * What the labels of an alert's object say that can come to be otherwise.
 *
 * @param incident the name of the alert that it is part of; {@code ""} for none
 * @param severity its own, or the highest of the alerts that it is made of
 */
public record AlertMarks(String incident, Severity severity) {}
