package dev.tocsin.notify.silence;

/** A silence that holds back nothing, until somebody changes it. */
final class UnusableSilenceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final SilenceCondition condition;

  UnusableSilenceException(SilenceCondition condition, String message) {
    super(message);
    this.condition = condition;
  }

  SilenceCondition condition() {
    return condition;
  }
}
