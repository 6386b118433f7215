package dev.tocsin.endtoend;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** When alerts were written, from now on, as somebody sees it who watches them. */
final class CountWatch implements AutoCloseable {
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Semaphore news = new Semaphore(0);
  private final Watch watch;
  private volatile Instant first = Instant.MAX;
  private volatile Instant last = Instant.MIN;

  CountWatch(KubernetesClient client) {
    String now =
        client
            .resources(SecurityAlert.class)
            .inAnyNamespace()
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getResourceVersion();
    watch =
        client
            .resources(SecurityAlert.class)
            .inAnyNamespace()
            .watch(
                new ListOptionsBuilder().withResourceVersion(now).build(),
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, SecurityAlert alert) {
                    if (action == Action.MODIFIED && written.add(alert.getMetadata().getUid())) {
                      last = Instant.now();
                      first = first.equals(Instant.MAX) ? last : first;
                      news.release();
                    }
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    throw new IllegalStateException("the watch of alerts ended", cause);
                  }
                });
  }

  /** Waits until so many were. */
  void await(int alerts, Duration atMost) throws InterruptedException {
    if (!news.tryAcquire(alerts, atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(written.size() + " of " + alerts + " alerts were written");
    }
  }

  Instant first() {
    return first;
  }

  Instant last() {
    return last;
  }

  @Override
  public void close() {
    watch.close();
  }
}
