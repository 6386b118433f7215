package dev.tocsin.notify.progress;

import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Delivery;

/** Takes what an output has of an alert, for the alert's status. */
@FunctionalInterface
public interface DeliveryReport {
  /**
   * @param output {@code namespace/name}
   */
  void delivered(AlertRef alert, String output, Delivery delivery);
}
