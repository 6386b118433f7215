package dev.tocsin.notify;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Revision;
import dev.tocsin.alert.Transition;
import dev.tocsin.notify.format.AlertDocument;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.progress.KnownAlert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An alert, and what is to be sent of it next. */
record DueAlert(KnownAlert alert, Revision.Due due) {
  String uid() {
    return alert.ref().uid();
  }

  boolean isReminder() {
    return due.transition() == Transition.REPEATED;
  }

  /**
   * @param object the alert's; null where the message does without
   */
  Message message(@Nullable ObjectNode object) {
    return new Message(
        uid(),
        alert.ref().namespace(),
        alert.ref().name().toString(),
        due.transition(),
        due.revision(),
        alert.view(),
        object == null ? MissingNode.getInstance() : AlertDocument.of(object));
  }

  /** What the output has, once this is settled. */
  Delivery settled(Delivery.State state, String message, Instant now) {
    return new Delivery(due.step(), due.revision(), due.transition(), state, message, now);
  }
}
