package dev.tocsin.alert;

/**
 * How a writer ended.
 *
 * @param pendingFindings that no object counts, because the time was over
 */
public record Drained(long pendingFindings) {
  public boolean isComplete() {
    return pendingFindings == 0;
  }
}
