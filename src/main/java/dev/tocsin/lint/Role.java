package dev.tocsin.lint;

/** What an expression of a policy is for. */
enum Role {
  VARIABLE,
  MATCH,
  EXCEPTION,
  STEP,
  WINDOW_FIELD,
  WINDOW_KEY,
  ALERT_KEY
}
