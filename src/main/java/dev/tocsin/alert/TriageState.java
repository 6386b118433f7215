package dev.tocsin.alert;

/** The user's word on an alert. Only {@link #CLOSED} changes what findings do. */
public enum TriageState {
  OPEN,
  /** Known, and counted on. */
  ACKNOWLEDGED,
  /** Done: the next finding opens a new alert. */
  CLOSED
}
