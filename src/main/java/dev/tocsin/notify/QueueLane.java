package dev.tocsin.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Revision;
import dev.tocsin.alert.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends each revision of each alert once it is taken, one at a time, the one that waits longest
 * first. What waits is only the alert's uid: what to send is read from its object when it is its
 * turn, so a newer revision replaces one that waits, and memory is bounded by the alerts there are.
 *
 * <p>One that fails goes to the end, so that an alert that breaks the receiver holds up no other.
 */
final class QueueLane implements Lane {
  /** What failed, and is older than this, is given up. */
  static final Duration GIVEN_UP_AFTER = Duration.ofDays(7);

  private static final Duration FOLLOWER_PAUSE = Duration.ofSeconds(1);
  private static final Duration API_PAUSE = Duration.ofSeconds(5);

  private final LaneContext context;
  private final Set<Transition> wanted;
  private final Instant since;
  private final AlertSelection selection;
  private final Destination destination;
  private final SendPace pace;
  private final Progress progress;

  /** Those that the receiver took only with less in them, as long as they wait. */
  private final Set<String> brief = new HashSet<>();

  private Instant apiReady = Instant.MIN;
  private boolean checked;
  private boolean stopped;

  private final ReentrantLock lock = new ReentrantLock();

  /** Changed, and not looked at yet. */
  private final Set<String> changed = new LinkedHashSet<>();

  /** With something to send: uid to since when. */
  private final Map<String, Instant> pending = new LinkedHashMap<>();

  /**
   * @param since alerts that were there before are none of its business
   */
  QueueLane(
      LaneContext context,
      Set<Transition> wanted,
      Instant since,
      AlertSelection selection,
      Destination destination,
      SendPace pace,
      Progress progress) {
    this.context = context;
    this.wanted = Set.copyOf(wanted);
    this.since = since;
    this.selection = selection;
    this.destination = destination;
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
    look();
    Instant now = context.clock().instant();
    Instant ready = pace.ready().isAfter(apiReady) ? pace.ready() : apiReady;
    if (stopped) {
      return Instant.MAX;
    }
    if (ready.isAfter(now)) {
      return ready;
    }
    if (!checked) {
      return check(now);
    }
    String uid = first();
    if (uid == null) {
      return Instant.MAX;
    }
    if (!context.maySend().getAsBoolean()) {
      return now.plus(FOLLOWER_PAUSE);
    }
    KnownAlert alert = context.alerts().get(uid);
    Revision.Due due = alert == null ? null : due(alert);
    if (alert == null || due == null) {
      done(uid);
    } else if (isTooOld(alert, now)) {
      done(uid);
      progress.expired(
          alert, delivery(due, Delivery.State.GIVEN_UP, "not taken within seven days", now));
      changed(uid);
    } else {
      send(alert, due, now);
    }
    return context.clock().instant();
  }

  private Instant check(Instant now) {
    ReceiverAnswer answer = destination.check();
    checked = answer instanceof ReceiverAnswer.Accepted;
    if (checked) {
      return now;
    }
    progress.state(LaneState.of(answer));
    destination.forgetSecrets();
    pace.failedForLong(now);
    return pace.ready();
  }

  private void send(KnownAlert alert, Revision.Due due, Instant now) throws InterruptedException {
    String uid = alert.ref().uid();
    ObjectNode object;
    try {
      object = context.objects().read(alert.ref());
    } catch (LaneContext.UnreadableObjectException e) {
      apiReady = now.plus(API_PAUSE); // not the receiver's fault
      return;
    }
    if (object == null) {
      done(uid);
      return;
    }
    Message message =
        new Message(
            uid,
            alert.ref().namespace(),
            alert.ref().name().toString(),
            due.transition(),
            due.revision(),
            AlertDocument.of(object));
    ReceiverAnswer answer = destination.deliver(message, brief.contains(uid));
    answered(alert, due, answer, context.clock().instant());
  }

  private void answered(KnownAlert alert, Revision.Due due, ReceiverAnswer answer, Instant now) {
    String uid = alert.ref().uid();
    progress.state(LaneState.of(answer));
    switch (answer) {
      case ReceiverAnswer.Accepted _ -> {
        pace.succeeded(now);
        done(uid);
        progress.delivered(alert, delivery(due, Delivery.State.ANNOUNCED, "", now), now);
        changed(uid); // there may be more of it
      }
      case ReceiverAnswer.Refused(String reason) -> {
        pace.succeeded(now);
        giveUp(alert, due, reason, now);
      }
      case ReceiverAnswer.TooLarge(String reason) -> {
        pace.succeeded(now);
        if (!brief.add(uid)) {
          giveUp(alert, due, reason, now);
        }
      }
      case ReceiverAnswer.Retry(String reason, Duration after) -> {
        pace.failed(now, after);
        failed(alert, reason, now);
      }
      case ReceiverAnswer.Unhealthy(String reason) -> failedForLong(alert, reason, now);
      case ReceiverAnswer.NoSecret(String reason) -> failedForLong(alert, reason, now);
      case ReceiverAnswer.Forbidden(String reason) -> failedForLong(alert, reason, now);
      case ReceiverAnswer.Stopped(String reason) -> {
        stopped = true;
        failed(alert, reason, now);
      }
    }
  }

  private void giveUp(KnownAlert alert, Revision.Due due, String reason, Instant now) {
    done(alert.ref().uid());
    progress.refused(alert, delivery(due, Delivery.State.GIVEN_UP, reason, now));
    changed(alert.ref().uid());
  }

  private void failedForLong(KnownAlert alert, String reason, Instant now) {
    destination.forgetSecrets();
    pace.failedForLong(now);
    failed(alert, reason, now);
  }

  private void failed(KnownAlert alert, String reason, Instant now) {
    progress.retried(alert, reason, now);
    String uid = alert.ref().uid();
    lock.lock();
    try {
      Instant began = pending.remove(uid);
      pending.put(uid, began == null ? now : began);
    } finally {
      lock.unlock();
    }
  }

  private static Delivery delivery(
      Revision.Due due, Delivery.State state, String message, Instant now) {
    return new Delivery(due.step(), due.revision(), due.transition(), state, message, now);
  }

  private boolean isTooOld(KnownAlert alert, Instant now) {
    return progress.hasFailed(alert.ref().uid())
        && alert.changed().plus(GIVEN_UP_AFTER).isBefore(now);
  }

  private Revision.@Nullable Due due(KnownAlert alert) {
    Revision revision = alert.revision();
    return revision == null || alert.created().isBefore(since)
        ? null
        : revision.due(progress.of(alert), wanted);
  }

  /** Finds out which of those that changed have something to send. */
  private void look() {
    for (String uid = nextChanged(); uid != null; uid = nextChanged()) {
      KnownAlert alert = context.alerts().get(uid);
      if (alert == null) {
        progress.forget(uid);
        done(uid);
      } else if (due(alert) != null && selection.has(alert)) {
        Instant now = context.clock().instant();
        lock.lock();
        try {
          pending.putIfAbsent(uid, now);
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private @Nullable String nextChanged() {
    lock.lock();
    try {
      if (changed.isEmpty()) {
        return null;
      }
      String uid = changed.iterator().next();
      changed.remove(uid);
      return uid;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable String first() {
    lock.lock();
    try {
      return pending.isEmpty() ? null : pending.keySet().iterator().next();
    } finally {
      lock.unlock();
    }
  }

  private void done(String uid) {
    brief.remove(uid);
    lock.lock();
    try {
      pending.remove(uid);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int pending() {
    lock.lock();
    try {
      return pending.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Instant oldest() {
    lock.lock();
    try {
      return pending.values().stream().min(Instant::compareTo).orElse(null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    destination.close();
  }
}
