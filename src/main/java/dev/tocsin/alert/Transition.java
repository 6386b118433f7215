package dev.tocsin.alert;

/** What happens to an alert that is sent to outputs. */
public enum Transition {
  /** It is new, or was closed and is open again. */
  OPENED,
  /** Its count has reached another power of ten. */
  ESCALATED,
  /** Its triage was edited. */
  CHANGED,
  CLOSED,
  /** Nothing: it is still open, and people are reminded of it. Never noted as a delivery. */
  REPEATED
}
