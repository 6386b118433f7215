package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.SecurityAlert;

/** What became of a {@link Decision}. */
public sealed interface DecisionResult {

  /**
   * It stands.
   *
   * @param alert as it is now
   */
  record Written(SecurityAlert alert) implements DecisionResult {}

  /** There is no such alert. */
  record NoSuchAlert(Lookup.Missing missing) implements DecisionResult {}

  /**
   * The alert is closed, and stays as it is: its next finding opens a new one.
   *
   * @param alert as it is
   */
  record AlreadyClosed(SecurityAlert alert) implements DecisionResult {}

  /** Others changed the alert each time that it was to be written. */
  record Overtaken(int attempts) implements DecisionResult {}
}
