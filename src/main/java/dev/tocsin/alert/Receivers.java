package dev.tocsin.alert;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All receivers, each with a thread of its own, so that none holds up the writer or another one.
 *
 * <p>One that is quick is waited for, so that the status that is written next says what came of it.
 * One that was not quick the last time is not, and while it is busy it is offered nothing: what it
 * lacks then is offered at the alert's next turn. So nothing queues here.
 *
 * <p>Used by the writer's thread.
 */
public final class Receivers {
  private static final Logger log = LoggerFactory.getLogger(Receivers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Outcome NOT_ANSWERED =
      new Outcome.Unavailable("the receiver has not answered yet", null);

  private final List<Lane> lanes;

  /** Takes what came of an offer, in any thread. */
  @FunctionalInterface
  interface Report {
    void delivered(String receiver, Announcement announcement, Outcome outcome);
  }

  private Receivers(List<AlertReceiver> receivers, Executor executor) {
    this.lanes = receivers.stream().map(each -> new Lane(each, executor)).toList();
    if (names().size() < receivers.size()) {
      throw new IllegalArgumentException("two receivers of one name among " + names());
    }
  }

  /** Closes them with the writer that they are given to. */
  public static Receivers of(AlertReceiver... receivers) {
    return new Receivers(
        List.of(receivers), task -> Thread.ofVirtual().name("alert-receiver").start(task));
  }

  /** Called by the writer's own thread, which waits for each: for a test in virtual time. */
  static Receivers inline(AlertReceiver... receivers) {
    return new Receivers(List.of(receivers), Runnable::run);
  }

  Set<String> names() {
    return lanes.stream().map(lane -> lane.receiver.name()).collect(Collectors.toSet());
  }

  /**
   * Offers an announcement to those that lack its step.
   *
   * @return how many these are
   */
  int offer(Announcement announcement, Deliveries before, Report report)
      throws InterruptedException {
    List<Lane> behind =
        lanes.stream()
            .filter(lane -> before.step(lane.receiver.name()) < announcement.step())
            .toList();
    behind.forEach(lane -> lane.begin(announcement, report));
    for (Lane lane : behind) {
      lane.finish(announcement, report);
    }
    return behind.size();
  }

  /**
   * Has those who are not busy say that an acknowledgement is over.
   *
   * @return how many these are
   */
  int reopened(AlertRef alert) {
    return (int) lanes.stream().filter(lane -> lane.reopened(alert)).count();
  }

  void close() {
    lanes.forEach(lane -> lane.receiver.close());
  }

  private static final class Lane {
    final AlertReceiver receiver;
    private final Executor executor;
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);
    private boolean begun;
    private volatile boolean quick = true;

    Lane(AlertReceiver receiver, Executor executor) {
      this.receiver = receiver;
      this.executor = executor;
    }

    void begin(Announcement announcement, Report report) {
      begun =
          begin(
              () -> receiver.deliver(announcement),
              outcome -> report.delivered(receiver.name(), announcement, outcome));
    }

    /** False when it is busy. */
    boolean reopened(AlertRef alert) {
      boolean asked =
          begin(
              () -> receiver.reopened(alert),
              outcome -> {
                if (!(outcome instanceof Outcome.Done || outcome instanceof Outcome.Exists)) {
                  notSaid(alert);
                }
              });
      if (!asked) {
        notSaid(alert);
      }
      return asked;
    }

    private void notSaid(AlertRef alert) {
      log.warn(
          "{} does not say that the acknowledgement of {}/{} is over",
          receiver.name(),
          alert.namespace(),
          alert.name());
    }

    private boolean begin(Supplier<Outcome> request, Consumer<Outcome> report) {
      boolean free = latest.isDone();
      if (free) {
        latest =
            CompletableFuture.runAsync(
                () -> {
                  long start = System.nanoTime();
                  Outcome outcome = answer(request);
                  quick = System.nanoTime() - start < PATIENCE.toNanos();
                  report.accept(outcome);
                },
                executor);
      }
      return free;
    }

    void finish(Announcement announcement, Report report) throws InterruptedException {
      if (!begun || !isAnswered()) {
        report.delivered(receiver.name(), announcement, NOT_ANSWERED);
      }
    }

    private boolean isAnswered() throws InterruptedException {
      try {
        latest.get(quick ? PATIENCE.toNanos() : 0, TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException e) {
        quick = false;
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("receiver " + receiver.name() + " failed", e.getCause());
      }
    }

    private Outcome answer(Supplier<Outcome> request) {
      try {
        return request.get();
      } catch (RuntimeException | Error e) {
        log.error("Announcing an alert to {} failed in an unexpected way", receiver.name(), e);
        return new Outcome.Unavailable(e.toString(), null);
      }
    }
  }
}
