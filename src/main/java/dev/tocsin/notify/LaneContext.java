package dev.tocsin.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.silence.Silences;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all lanes have in common.
 *
 * @param alerts all there are, by uid
 * @param objects reads an alert's object
 * @param silences what holds alerts back
 * @param maySend whether this process leads; asked before each message
 */
record LaneContext(
    Map<String, KnownAlert> alerts,
    Objects objects,
    Silences silences,
    BooleanSupplier maySend,
    InstantSource clock) {

  /** Reads alerts' objects. */
  @FunctionalInterface
  interface Objects {
    /**
     * The object; null when it is gone.
     *
     * @throws UnreadableObjectException when it could not be read
     */
    @Nullable ObjectNode read(AlertRef alert) throws UnreadableObjectException;
  }

  /** The API server does not answer. */
  static final class UnreadableObjectException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableObjectException(Throwable cause) {
      super(cause);
    }
  }
}
