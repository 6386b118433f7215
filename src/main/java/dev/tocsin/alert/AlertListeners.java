package dev.tocsin.alert;

import dev.tocsin.engine.AlertListener;
import dev.tocsin.event.AlertView;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notifies all listeners, in the order in which they were added, also when one of them fails. */
final class AlertListeners implements AlertListener {
  private final List<AlertListener> listeners = new CopyOnWriteArrayList<>();

  void add(AlertListener listener) {
    listeners.add(listener);
  }

  @Override
  public void opened(AlertView alert) {
    each(listener -> listener.opened(alert));
  }

  @Override
  public void restored(List<AlertView> alerts, Set<String> findingIds) {
    each(listener -> listener.restored(alerts, findingIds));
  }

  /** The failure of the first that fails is thrown once all have been notified. */
  private void each(Consumer<AlertListener> notification) {
    @Nullable RuntimeException failure = null;
    for (AlertListener listener : listeners) {
      try {
        notification.accept(listener);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
