package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.ConditionReason;

/** What the conditions of a DetectionException can say. */
enum ExceptionCondition {
  APPLIED(
      "Active",
      "True",
      "Applied",
      "It silences what it matches in the policies that the message names.",
      ""),
  PARTLY_INVALID(
      "Active",
      "True",
      "PartlyInvalid",
      "It silences in some policies, and does not compile for others.",
      "Correct the expression for the policies that the message names, or name fewer policies."),
  INVALID(
      "Active",
      "False",
      "Invalid",
      "It does not compile for any policy, or a field has a value that it cannot have; it silences"
          + " nothing.",
      "Correct the field that the message names with line and column."),
  EXPIRED(
      "Active",
      "False",
      "Expired",
      "Its time is over; it silences nothing.",
      "Delete it, or give it a new spec.expiresAt."),
  SUSPENDED(
      "Active",
      "False",
      "Suspended",
      "Policies that the message names do not ask it for a while: it failed, broke or took too much"
          + " time.",
      "Correct the expression by the error in the message; it is asked again at the time in the"
          + " message, or when the spec of the policy changes."),
  NO_POLICY(
      "Active",
      "False",
      "NoPolicy",
      "No running policy has one of the names or labels, or none that it may silence from its"
          + " namespace.",
      "Correct the names; a policy of the system namespace needs allowNamespaceExceptions for"
          + " exceptions of other namespaces."),
  OVER(
      "Expired",
      "True",
      "Expired",
      "The time of spec.expiresAt has come.",
      "Delete it, or give it a new spec.expiresAt."),
  NOT_EXPIRED("Expired", "False", "NotExpired", "The time of spec.expiresAt has not come.", ""),
  NO_EXPIRY(
      "Expired",
      "False",
      "NoExpiry",
      "It has no spec.expiresAt and stays until it is deleted.",
      ""),
  NO_MATCH(
      "NeverMatched",
      "True",
      "NoMatch",
      "It has not silenced anything so far.",
      "Delete it when that stays so: it may be written for something that no longer happens, or"
          + " never did."),
  MATCHED(
      "NeverMatched", "False", "Matched", "It has silenced something; status.matches counts.", "");

  private final ConditionReason reason;

  ExceptionCondition(String type, String status, String reason, String meaning, String remedy) {
    this.reason = new ConditionReason(type, status, reason, meaning, remedy);
  }

  ConditionReason reason() {
    return reason;
  }
}
