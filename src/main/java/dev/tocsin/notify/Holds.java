package dev.tocsin.notify;

import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.silence.Silence;
import dev.tocsin.notify.silence.Silences;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What keeps alerts from being sent by one output for now: silences, and correlation alerts that
 * stand for them. For one thread. A lane asks when it looks at an alert, and again right before it
 * sends it; what says that an alert is closed, that the receiver has as open, is not held back.
 */
final class Holds {
  private final Silences silences;
  private final String outputNamespace;
  private final @Nullable Inhibition inhibition;

  /**
   * @param outputNamespace of the output's object
   * @param inhibition null where the output sends the alerts of a correlation too
   */
  Holds(Silences silences, String outputNamespace, @Nullable Inhibition inhibition) {
    this.silences = silences;
    this.outputNamespace = outputNamespace;
    this.inhibition = inhibition;
  }

  /**
   * Takes note of an alert that was changed.
   *
   * @param alert null when it is gone
   * @return the uids of alerts that were held back because of it, and are to be looked at again
   */
  Set<String> observe(String uid, @Nullable KnownAlert alert) {
    return inhibition == null ? Set.of() : inhibition.observe(uid, alert);
  }

  /** {@code silence shop/deployment}; null when it may be sent. */
  @Nullable String by(KnownAlert alert) {
    Silence silence = silences.holding(alert, outputNamespace);
    if (silence != null) {
      return "silence " + silence;
    }
    KnownAlert correlation = inhibition == null ? null : inhibition.by(alert);
    return correlation == null
        ? null
        : "correlation alert " + correlation.ref().namespace() + "/" + correlation.ref().name();
  }
}
