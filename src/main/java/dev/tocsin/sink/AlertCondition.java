package dev.tocsin.sink;

import dev.tocsin.api.v1alpha1.ConditionReason;

/** What the conditions of a SecurityAlert can say. */
public enum AlertCondition {
  EVENT_WRITTEN("Delivered", "True", "EventWritten", "A Kubernetes Event tells of the alert.", ""),
  EVENT_WAITING(
      "Delivered",
      "False",
      "EventWaiting",
      "The Kubernetes Event could not be written yet; it is tried again.",
      "Look at the API server when it stays so; the message has its answer."),
  EVENT_REFUSED(
      "Delivered",
      "False",
      "EventRefused",
      "The Kubernetes Event was refused and is given up; the alert itself is whole.",
      "Let the operator create events in the namespace, or look at the quota or webhook that the"
          + " message names."),
  SENT("Delivered", "True", "Sent", "All outputs that select the alert have accepted it.", ""),
  RETRYING(
      "Delivered",
      "False",
      "Retrying",
      "An output has not accepted the newest state of the alert yet; it is tried again.",
      "Look at the AlertOutput that the message names; its condition Delivering has the last"
          + " error."),
  HELD(
      "Delivered",
      "False",
      "Held",
      "A silence, or a correlation alert, holds back what an output would send; what is still open"
          + " afterwards is sent then.",
      "The message names the AlertSilence; deleting it ends it. An output with inhibitCorrelated"
          + " leaves the alert to the correlation alert that the message names."),
  GIVEN_UP(
      "Delivered",
      "False",
      "GivenUp",
      "An output refused the alert, or did not accept it in time; it is not sent there again.",
      "Look at the receiver of the AlertOutput that the message names."),
  CAP_REACHED(
      "Overflow",
      "True",
      "CapReached",
      "The alert stands for findings of several others, because no further alert could be written.",
      "Look at status.overflow for the policies that fire so much, and close alerts or write"
          + " exceptions; the caps are options of the operator.");

  private final ConditionReason reason;

  AlertCondition(String type, String status, String reason, String meaning, String remedy) {
    this.reason = new ConditionReason(type, status, reason, meaning, remedy);
  }

  public ConditionReason reason() {
    return reason;
  }
}
