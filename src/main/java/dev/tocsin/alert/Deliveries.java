package dev.tocsin.alert;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What each receiver has of an alert, by the receiver's name. Immutable. */
public record Deliveries(Map<String, Delivery> byReceiver) {
  /** So many receivers are remembered; then the one whose state is the oldest is forgotten. */
  static final int MOST = 48;

  public static final Deliveries NONE = new Deliveries(Map.of());

  public Deliveries {
    byReceiver = Map.copyOf(byReceiver);
  }

  /** Null where nothing was ever offered. */
  public @Nullable Delivery of(String receiver) {
    return byReceiver.get(receiver);
  }

  /** The greatest step that a receiver needs no more. */
  long step(String receiver) {
    Delivery delivery = byReceiver.get(receiver);
    return delivery == null ? 0 : delivery.step();
  }

  Deliveries with(String receiver, Delivery delivery) {
    Map<String, Delivery> changed = new TreeMap<>(byReceiver);
    changed.put(receiver, delivery);
    if (changed.size() > MOST) {
      changed.entrySet().stream()
          .filter(each -> !each.getKey().equals(receiver))
          .min(Comparator.comparing(each -> each.getValue().since()))
          .ifPresent(oldest -> changed.remove(oldest.getKey()));
    }
    return new Deliveries(changed);
  }
}
