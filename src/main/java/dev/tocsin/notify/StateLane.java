package dev.tocsin.notify;

import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Revision;
import dev.tocsin.alert.Transition;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.progress.Progress;
import dev.tocsin.notify.reach.ReceiverAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every instance of an Alertmanager in the state of the alerts there are. It forgets what is
 * not repeated: open alerts are sent every minute, each time to end in four, and closed ones for
 * five minutes more. What changed is sent at once, and after an outage what is open by then. One
 * instance that takes it is enough: they tell each other.
 */
final class StateLane implements Lane {
  static final Duration INTERVAL = Duration.ofMinutes(1);
  static final Duration RESOLVED_FOR = Duration.ofMinutes(5);

  private static final Duration FOLLOWER_PAUSE = Duration.ofSeconds(1);
  private static final int BATCH = 100;
  private static final Set<Transition> ALL = EnumSet.allOf(Transition.class);

  private final LaneContext context;
  private final AlertSelection selection;
  private final Holds holds;
  private final AlertmanagerInstances instances;
  private final SendPace pace;
  private final Progress progress;

  /** Uid to until when a closed alert is sent. */
  private final Map<String, Instant> resolved = new HashMap<>();

  private Instant nextAll = Instant.MIN;

  private final ReentrantLock lock = new ReentrantLock();

  /** Changed, or to be repeated, and not looked at yet. */
  private final Set<String> changed = new LinkedHashSet<>();

  /** What is to be sent: uid to since when. */
  private final Map<String, Instant> pending = new LinkedHashMap<>();

  StateLane(
      LaneContext context,
      AlertSelection selection,
      Holds holds,
      List<AlertmanagerInstance> instances,
      SendPace pace,
      Progress progress) {
    this.context = context;
    this.selection = selection;
    this.holds = holds;
    this.instances = new AlertmanagerInstances(instances);
    this.pace = pace;
    this.progress = progress;
  }

  @Override
  public void changed(String uid) {
    lock.lock();
    try {
      changed.add(uid);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant step() throws InterruptedException {
    Instant now = context.clock().instant();
    look(now);
    if (pace.ready().isAfter(now)) {
      return pace.ready();
    }
    if (!context.maySend().getAsBoolean()) {
      return now.plus(FOLLOWER_PAUSE);
    }
    if (!nextAll.isAfter(now)) {
      nextAll = now.plus(INTERVAL);
      resolved.values().removeIf(until -> until.isBefore(now));
      context.alerts().values().stream()
          .filter(alert -> alert.isOpen() || resolved.containsKey(alert.ref().uid()))
          .forEach(alert -> changed(alert.ref().uid()));
      look(now);
    }
    List<KnownAlert> batch = batch(now);
    if (batch.isEmpty()) {
      return nextAll;
    }
    send(batch, now);
    return context.clock().instant();
  }

  /** Finds out which of those that changed are to be sent. */
  private void look(Instant now) {
    List<String> looked;
    lock.lock();
    try {
      looked = List.copyOf(changed);
      changed.clear();
    } finally {
      lock.unlock();
    }
    for (String uid : looked) {
      KnownAlert alert = context.alerts().get(uid);
      holds.observe(uid, alert).forEach(this::changed);
      if (alert == null) {
        progress.forget(uid);
      } else if (isSent(alert, now)) {
        lock.lock();
        try {
          pending.putIfAbsent(uid, now);
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /** The next that are to be sent; they stay pending until they are taken. */
  private List<KnownAlert> batch(Instant now) {
    List<KnownAlert> batch = new ArrayList<>();
    lock.lock();
    try {
      Iterator<String> uids = pending.keySet().iterator();
      while (uids.hasNext() && batch.size() < BATCH) {
        String uid = uids.next();
        KnownAlert alert = context.alerts().get(uid);
        if (alert == null || !isSent(alert, now)) {
          uids.remove();
        } else {
          batch.add(alert);
        }
      }
    } finally {
      lock.unlock();
    }
    return batch;
  }

  /** What was never sent as open is not sent as closed. */
  private boolean isSent(KnownAlert alert, Instant now) {
    if (alert.revision() == null || !selection.has(alert)) {
      return false;
    }
    if (alert.isOpen()) {
      resolved.remove(alert.ref().uid());
      return !isHeld(alert, now);
    }
    Delivery before = progress.of(alert);
    if (before != null && before.revision() > 0 && before.transition() != Transition.CLOSED) {
      resolved.putIfAbsent(alert.ref().uid(), now.plus(RESOLVED_FOR));
    }
    return resolved.containsKey(alert.ref().uid());
  }

  /** What the receiver has as open ends there, as it is not repeated. */
  private boolean isHeld(KnownAlert alert, Instant now) {
    String by = holds.by(alert);
    if (by != null) {
      progress.held(alert, by, now);
    }
    return by != null;
  }

  private void send(List<KnownAlert> batch, Instant now) throws InterruptedException {
    ReceiverAnswer answer = instances.post(batch, now);
    Instant then = context.clock().instant();
    progress.state(LaneState.of(answer));
    switch (answer) {
      case ReceiverAnswer.Accepted _ -> {
        pace.succeeded(then);
        batch.forEach(alert -> taken(alert, then));
      }
      case ReceiverAnswer.Refused(String reason) -> {
        pace.succeeded(then);
        divide(batch, reason, then);
      }
      case ReceiverAnswer.TooLarge(String reason) -> {
        pace.succeeded(then);
        divide(batch, reason, then);
      }
      case ReceiverAnswer.Retry(String reason, Duration after) -> {
        pace.failed(then, after);
        progress.retried(batch.getFirst(), reason, then);
      }
      case ReceiverAnswer.Unhealthy(String reason) -> failedForLong(batch, reason, then);
      case ReceiverAnswer.NoSecret(String reason) -> failedForLong(batch, reason, then);
      case ReceiverAnswer.Forbidden(String reason) -> failedForLong(batch, reason, then);
      case ReceiverAnswer.Stopped(String reason) -> failedForLong(batch, reason, then);
    }
  }

  private void failedForLong(List<KnownAlert> batch, String reason, Instant now) {
    pace.failedForLong(now);
    progress.retried(batch.getFirst(), reason, now);
  }

  /** One of them is at fault: each is sent alone, and the one that is refused is given up. */
  private void divide(List<KnownAlert> batch, String reason, Instant now)
      throws InterruptedException {
    if (batch.size() == 1) {
      givenUp(batch.getFirst(), reason, now);
      return;
    }
    for (KnownAlert each : batch) {
      switch (instances.post(List.of(each), context.clock().instant())) {
        case ReceiverAnswer.Accepted _ -> taken(each, now);
        case ReceiverAnswer.Refused(String why) -> givenUp(each, why, now);
        case ReceiverAnswer.TooLarge(String why) -> givenUp(each, why, now);
        case ReceiverAnswer.Retry _,
            ReceiverAnswer.Unhealthy _,
            ReceiverAnswer.NoSecret _,
            ReceiverAnswer.Forbidden _,
            ReceiverAnswer.Stopped _ -> {
          return; // it stays pending
        }
      }
    }
  }

  private void taken(KnownAlert alert, Instant now) {
    done(alert);
    Delivery delivery = settled(alert, Delivery.State.ANNOUNCED, "", now);
    if (delivery != null) {
      progress.delivered(alert, delivery, now);
    }
  }

  private void givenUp(KnownAlert alert, String reason, Instant now) {
    done(alert);
    Delivery delivery = settled(alert, Delivery.State.GIVEN_UP, reason, now);
    if (delivery != null) {
      progress.refused(alert, delivery);
    }
  }

  /** What is new about an alert that was sent; null where it was only repeated. */
  private @Nullable Delivery settled(
      KnownAlert alert, Delivery.State state, String message, Instant now) {
    Revision revision = alert.revision();
    Delivery before = progress.of(alert);
    Delivery after = null;
    if (revision != null) {
      for (Revision.Due due = revision.due(before, ALL); due != null; ) {
        after = new Delivery(due.step(), due.revision(), due.transition(), state, message, now);
        due = revision.due(after, ALL);
      }
    }
    return after;
  }

  private void done(KnownAlert alert) {
    lock.lock();
    try {
      if (context.alerts().get(alert.ref().uid()) == alert) {
        pending.remove(alert.ref().uid()); // else it changed meanwhile
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those that only have to be repeated are not counted. */
  @Override
  public int pending() {
    return waiting().size();
  }

  @Override
  public @Nullable Instant oldest() {
    return waiting().stream().min(Instant::compareTo).orElse(null);
  }

  private List<Instant> waiting() {
    lock.lock();
    try {
      List<Instant> since = new ArrayList<>();
      pending.forEach(
          (uid, time) -> {
            KnownAlert alert = context.alerts().get(uid);
            Revision revision = alert == null ? null : alert.revision();
            if (alert != null
                && revision != null
                && revision.due(progress.of(alert), ALL) != null) {
              since.add(time);
            }
          });
      return since;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    instances.close();
  }
}
