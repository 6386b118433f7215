package dev.tocsin.alert;

import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is to be written.
 *
 * @param namespace where the object lives
 * @param finding the first finding: its facts are the alert's
 * @param overflow present when this one stands for all alerts beyond a cap; then {@code finding} is
 *     the first that was aggregated into it
 * @param relocation present when it is not in the namespace that it belongs in
 * @param expireAfter without a finding for so long, it is deleted
 * @param incident the name of the alert that it is part of; {@code ""} for none
 */
public record Alert(
    AlertName name,
    String namespace,
    Finding finding,
    @Nullable Overflow overflow,
    @Nullable Relocation relocation,
    Duration expireAfter,
    Tally tally,
    String incident) {

  /** What its object says when it is made. */
  public AlertMarks marks() {
    Severity own = AlertSummary.of(this).severity();
    Severity highest = tally.composition().severity();
    return new AlertMarks(incident, highest.compareTo(own) > 0 ? highest : own);
  }
}
