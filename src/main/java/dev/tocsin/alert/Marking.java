package dev.tocsin.alert;

import dev.tocsin.engine.policy.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The {@link AlertMarks} of one alert: what they are, and what its object says. The first incident
 * that an alert becomes part of keeps it.
 *
 * <p>Guarded by the book's lock.
 */
final class Marking {
  private AlertMarks wanted;

  /** Null as long as there is no object. */
  private @Nullable AlertMarks said;

  /** What the store refused to write; not tried again. */
  private @Nullable AlertMarks refused;

  /** When its acknowledgement is over; null while it has none, or one without an end. */
  private @Nullable Instant lookAgain;

  Marking(Severity severity) {
    this.wanted = new AlertMarks("", severity);
  }

  /** The name of the alert that it is part of; {@code ""} for none. */
  String incident() {
    return wanted.incident();
  }

  /** It is part of an incident. */
  void joined(AlertName incident) {
    wanted = new AlertMarks(incident.toString(), wanted.severity(), wanted.reopened());
  }

  /** One of the alerts that it is made of is that severe. */
  void raised(Severity severity) {
    if (severity.compareTo(wanted.severity()) > 0) {
      wanted = new AlertMarks(wanted.incident(), severity, wanted.reopened());
    }
  }

  /** The object says that, by whoever wrote it. */
  void observed(AlertMarks marks, @Nullable Instant until) {
    said = marks;
    lookAgain = until;
    raised(marks.severity());
    String incident = wanted.incident().isEmpty() ? marks.incident() : wanted.incident();
    wanted = new AlertMarks(incident, wanted.severity());
  }

  /** Time passes: an acknowledgement that is over is taken back. */
  void at(Instant now) {
    if (said != null && lookAgain != null && !now.isBefore(lookAgain)) {
      wanted = new AlertMarks(wanted.incident(), wanted.severity(), true);
    }
  }

  void refused(AlertMarks marks) {
    refused = marks;
  }

  /** The object was written so. */
  void written(AlertMarks marks) {
    said = marks;
  }

  void objectGone() {
    said = null;
  }

  AlertMarks wanted() {
    return wanted;
  }

  /** What the object is to say and does not; null when it says all, or there is none. */
  @Nullable AlertMarks due() {
    return said == null || wanted.equals(said) || wanted.equals(refused) ? null : wanted;
  }
}
