package dev.tocsin.alert;

import dev.tocsin.engine.policy.Severity;

/**
 * What an alert's object says beside its status that can come to be otherwise.
 *
 * @param incident the name of the alert that it is part of; {@code ""} for none
 * @param severity its own, or the highest of the alerts that it is made of
 * @param reopened whether its acknowledgement was for a time that is over, so that it is open again
 */
public record AlertMarks(String incident, Severity severity, boolean reopened) {
  public AlertMarks(String incident, Severity severity) {
    this(incident, severity, false);
  }
}
