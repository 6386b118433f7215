package dev.tocsin.notify.progress;

import dev.tocsin.notify.reach.ReceiverAnswer;

/**
 * How an output is doing.
 *
 * @param message without anything secret; {@code ""} where there is nothing to explain
 */
public record LaneState(Kind kind, String message) {
  public static final LaneState NOTHING_SENT = new LaneState(Kind.NOTHING_SENT, "");
  static final LaneState DELIVERING = new LaneState(Kind.DELIVERING, "");

  public enum Kind {
    NOTHING_SENT,
    DELIVERING,
    /** The receiver is not there, or busy. */
    RETRYING,
    /** The receiver does not want it like that; it is tried again, seldom. */
    UNHEALTHY,
    SECRET_UNUSABLE,
    ADDRESS_FORBIDDEN,
    /** The receiver wants nothing any more, until the output is changed. */
    STOPPED
  }

  /**
   * @param remark what is wrong with what was taken; {@code ""} for nothing
   */
  public static LaneState delivering(String remark) {
    return remark.isEmpty() ? DELIVERING : new LaneState(Kind.DELIVERING, remark);
  }

  public static LaneState of(ReceiverAnswer answer) {
    return switch (answer) {
      case ReceiverAnswer.Accepted _, ReceiverAnswer.Refused _, ReceiverAnswer.TooLarge _ ->
          DELIVERING;
      case ReceiverAnswer.Retry(String reason, _) -> new LaneState(Kind.RETRYING, reason);
      case ReceiverAnswer.Unhealthy(String reason) -> new LaneState(Kind.UNHEALTHY, reason);
      case ReceiverAnswer.NoSecret(String reason) -> new LaneState(Kind.SECRET_UNUSABLE, reason);
      case ReceiverAnswer.Forbidden(String reason) -> new LaneState(Kind.ADDRESS_FORBIDDEN, reason);
      case ReceiverAnswer.Stopped(String reason) -> new LaneState(Kind.STOPPED, reason);
    };
  }
}
