package dev.tocsin.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.alert.Transition;

/**
 * One revision of one alert, for one output.
 *
 * @param uid of the alert's object
 * @param alert the object as it is now, without what is about storage and other receivers
 */
record Message(
    String uid,
    String namespace,
    String name,
    Transition transition,
    long revision,
    JsonNode alert) {

  /** The same whenever this revision is sent, by whichever leader. */
  String id() {
    return uid + "-" + revision;
  }

  /** {@code Opened}. */
  String event() {
    return switch (transition) {
      case OPENED -> "Opened";
      case ESCALATED -> "Escalated";
      case CHANGED -> "Changed";
      case CLOSED -> "Closed";
    };
  }
}
