package dev.tocsin.alert;

/**
 * Where alerts are announced: the Kubernetes Events, and whatever else is to know of them.
 *
 * <p>What it has taken is kept with the alert, as a {@link Delivery}, and what it has not taken is
 * offered again: after an error, a restart, or a change of the leader. So it may be offered what it
 * has taken already, and must recognise that by the announcement's alert and step.
 */
public interface AlertReceiver extends AutoCloseable {
  /** Names it among the deliveries of an alert, at most 63 characters: never to be changed. */
  String name();

  /**
   * Delivers an announcement. Called in a thread of the receiver, one announcement at a time; it
   * may take its time.
   *
   * @return {@link Outcome.Unavailable} for what is to be offered again; {@link Outcome.Done},
   *     {@link Outcome.Exists} and {@link Outcome.Changed} for what is delivered; all others for
   *     what is given up
   */
  Outcome deliver(Announcement announcement);

  /**
   * Says that the time of an acknowledgement is over, called as {@link #deliver} is. The alert is
   * open again whatever comes of it, so that it is not asked twice.
   */
  default Outcome reopened(AlertRef alert) {
    return new Outcome.Done(alert);
  }

  /** Ends what it has open; {@link #deliver} is not called any more. */
  @Override
  void close();
}
