package dev.tocsin.alert;

/**
 * What receivers are offered: an alert is new, or has escalated.
 *
 * @param alert the object it is about
 * @param step 1 for the first finding, then the power of ten that the count has reached
 */
public record Announcement(AlertRef alert, AlertSummary summary, long step) {

  /** The greatest power of ten up to the count; 0 for a count of 0. */
  public static long step(long count) {
    long step = 0;
    for (long power = 1; power <= count && power > 0; power *= 10) {
      step = power;
      if (power > Long.MAX_VALUE / 10) {
        break;
      }
    }
    return step;
  }
}
