package dev.tocsin.alert;

/** How much of an alert is written. */
public enum Form {
  FULL,
  /**
   * Only what every version of the schema takes: for an alert that was refused as invalid, so that
   * it is seen at all.
   */
  REDUCED
}
