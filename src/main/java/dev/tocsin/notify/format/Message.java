package dev.tocsin.notify.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.alert.Transition;
import dev.tocsin.event.AlertView;

/**
 * One revision of one alert, for one output.
 *
 * @param uid of the alert's object
 * @param view the alert as expressions see it
 * @param alert the object as it is now, without what is about storage and other receivers; empty
 *     where it is one of many in a digest, which says no more than {@code view} has
 */
public record Message(
    String uid,
    String namespace,
    String name,
    Transition transition,
    long revision,
    AlertView view,
    JsonNode alert) {

  /** The same whenever this revision is sent, by whichever leader. */
  public String id() {
    return uid + "-" + revision;
  }

  /** {@code Opened}. */
  public String event() {
    return switch (transition) {
      case OPENED -> "Opened";
      case ESCALATED -> "Escalated";
      case CHANGED -> "Changed";
      case CLOSED -> "Closed";
      case REPEATED -> "Repeated";
    };
  }

  /** With the least that says what happened. */
  public Message brief() {
    return new Message(
        uid, namespace, name, transition, revision, view, AlertDocument.brief(alert));
  }

  /** What the object has at a JSON pointer, {@code ""} where it has nothing there. */
  String text(String pointer) {
    return alert.at(pointer).asText("");
  }

  SeverityScale severity() {
    return SeverityScale.of(view.severity());
  }

  /** {@code namespace/pod}, or the node. */
  String subject() {
    return view.where().pod().name().isEmpty()
        ? view.where().node().name()
        : view.where().pod().namespace() + "/" + view.where().pod().name();
  }
}
