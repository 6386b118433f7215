package dev.tocsin.notify.silence;

import dev.tocsin.api.v1alpha1.ConditionReason;
import dev.tocsin.api.v1alpha1.Limits;

/** What the conditions of an AlertSilence can say. */
public enum SilenceCondition {
  ACCEPTED("Accepted", "True", "Accepted", "It can be used.", ""),
  INVALID_MATCH(
      "Accepted",
      "False",
      "InvalidMatch",
      "Its expression or one of its matchers does not compile; it holds back nothing.",
      "Correct the field that the message names."),
  INVALID_TIME(
      "Accepted",
      "False",
      "InvalidTime",
      "One of its times is none; it holds back nothing.",
      "Write the time that the message names as 2027-01-31T00:00:00Z."),
  TOO_LONG(
      "Accepted",
      "False",
      "TooLong",
      "It would last longer than " + Limits.SILENCE.toDays() + " days; it holds back nothing.",
      "Let it end at the time in the message or before; close what nobody ever wants to be notified"
          + " of, or write a DetectionException."),
  TOO_MANY(
      "Accepted",
      "False",
      "TooMany",
      "Its namespace has as many older silences that are not over as it may have.",
      "Delete some, or write one that covers several."),
  ACTIVE("Active", "True", "Active", "It holds back what it matches.", ""),
  PENDING("Active", "False", "Pending", "The time of spec.startsAt has not come.", ""),
  EXPIRED(
      "Active",
      "False",
      "Expired",
      "Its time is over; what was still open has been sent.",
      "Delete it, or give it a later spec.expiresAt."),
  NOT_ACCEPTED(
      "Active",
      "False",
      "NotAccepted",
      "It cannot be used; the condition Accepted says why.",
      "Correct what the condition Accepted names."),
  NO_MATCH(
      "NeverMatched",
      "True",
      "NoMatch",
      "No alert has matched it while it was active.",
      "Compare what it matches with the alerts that were to be silenced: kubectl get salert."),
  MATCHED("NeverMatched", "False", "Matched", "An alert has matched it while it was active.", "");

  private final ConditionReason reason;

  SilenceCondition(String type, String status, String reason, String meaning, String remedy) {
    this.reason = new ConditionReason(type, status, reason, meaning, remedy);
  }

  public ConditionReason reason() {
    return reason;
  }
}
