package dev.tocsin.alert;

/**
 * How a writer ended.
 *
 * @param unwrittenFindings that no object counts, because the time was over
 */
public record Drained(long unwrittenFindings) {
  public boolean isComplete() {
    return unwrittenFindings == 0;
  }
}
