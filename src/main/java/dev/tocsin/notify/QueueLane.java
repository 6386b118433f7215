package dev.tocsin.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Revision;
import dev.tocsin.alert.Transition;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.progress.Progress;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.receiver.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends each revision of each alert, one request at a time, what waits longest first. What waits is
 * only the alert's uid: what to send is read from its object when it is its turn, so a newer
 * revision replaces one that waits, and memory is bounded by the alerts there are.
 *
 * <p>What fails goes to the end, so that an alert that breaks the receiver holds up no other. A
 * request with several alerts that is refused is halved, down to the one that is at fault.
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
  private final Holds holds;
  private final AlertGroups groups;
  private final Destination destination;
  private final SendPace pace;
  private final Progress progress;

  /** Those that the receiver took only with less in them, as long as they wait. */
  private final Set<String> brief = new HashSet<>();

  private Instant apiReady = Instant.MIN;
  private boolean checked;
  private boolean stopped;

  private final SendQueue queue;
  private final Reminders reminders;

  /** As many in one request as the receiver seems to take. */
  private int most;

  /**
   * @param since alerts that were there before are none of its business, but for what an output of
   *     its name has sent of them
   */
  QueueLane(
      LaneContext context,
      Set<Transition> wanted,
      Instant since,
      AlertSelection selection,
      Holds holds,
      AlertGroups groups,
      Destination destination,
      SendPace pace,
      Progress progress) {
    this.context = context;
    this.wanted = Set.copyOf(wanted);
    this.since = since;
    this.selection = selection;
    this.holds = holds;
    this.groups = groups;
    this.queue = groups.queue();
    this.reminders = groups.reminders();
    this.most = destination.most();
    this.destination = destination;
    this.pace = pace;
    this.progress = progress;
  }

  @Override
  public void changed(String uid) {
    queue.changed(uid);
  }

  @Override
  public Instant step() throws InterruptedException {
    look();
    Instant now = context.clock().instant();
    if (stopped) {
      return Instant.MAX;
    }
    Instant ready = pace.ready().isAfter(apiReady) ? pace.ready() : apiReady;
    if (ready.isAfter(now)) {
      return ready;
    }
    if (!checked) {
      return check(now);
    }
    reminders.take(now).forEach((uid, group) -> queue.add(uid, group, now));
    List<String> first = queue.first(now, most);
    if (first.isEmpty()) {
      return reminders.nextBefore(queue.ready(now));
    }
    if (!context.maySend().getAsBoolean()) {
      return now.plus(FOLLOWER_PAUSE);
    }
    List<DueAlert> due = due(first, now);
    if (!due.isEmpty()) {
      send(due, now);
    }
    return context.clock().instant();
  }

  /** What those still have to send; the others are done. */
  private List<DueAlert> due(List<String> uids, Instant now) {
    List<DueAlert> all = new ArrayList<>();
    for (String uid : uids) {
      KnownAlert alert = context.alerts().get(uid);
      Revision.Due due = alert == null ? null : dueOrReminder(alert);
      if (alert == null || due == null || isHeld(alert, due, now)) {
        done(uid);
      } else if (isTooOld(alert, now)) {
        done(uid);
        progress.expired(
            alert,
            new DueAlert(alert, due)
                .settled(Delivery.State.GIVEN_UP, "not taken within seven days", now));
        changed(uid);
      } else {
        all.add(new DueAlert(alert, due));
      }
    }
    return all;
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

  private void send(List<DueAlert> due, Instant now) throws InterruptedException {
    boolean withObjects = due.size() <= destination.objects();
    List<DueAlert> all = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    try {
      for (DueAlert each : due) {
        ObjectNode object = withObjects ? context.objects().read(each.alert().ref()) : null;
        if (withObjects && object == null) {
          done(each.uid());
        } else {
          all.add(each);
          messages.add(each.message(object));
        }
      }
    } catch (LaneContext.UnreadableObjectException e) {
      apiReady = now.plus(API_PAUSE); // not the receiver's fault
      return;
    }
    if (!all.isEmpty()) {
      boolean briefly = all.size() == 1 && brief.contains(all.getFirst().uid());
      answered(all, destination.deliver(messages, briefly), context.clock().instant());
    }
  }

  private void answered(List<DueAlert> sent, ReceiverAnswer answer, Instant now) {
    progress.state(
        answer instanceof ReceiverAnswer.Accepted
            ? LaneState.delivering(destination.remark())
            : LaneState.of(answer));
    switch (answer) {
      case ReceiverAnswer.Accepted _ -> {
        pace.succeeded(now);
        most = (int) Math.min(2L * most, destination.most());
        sent.forEach(each -> accepted(each, now));
      }
      case ReceiverAnswer.Refused(String reason) -> {
        pace.succeeded(now);
        if (sent.size() > 1) {
          most = sent.size() / 2;
        } else {
          giveUp(sent.getFirst(), reason, now);
        }
      }
      case ReceiverAnswer.TooLarge(String reason) -> {
        pace.succeeded(now);
        if (sent.size() > 1) {
          most = sent.size() / 2;
        } else if (!brief.add(sent.getFirst().uid())) {
          giveUp(sent.getFirst(), reason, now);
        }
      }
      case ReceiverAnswer.Retry(String reason, Duration after) -> {
        pace.failed(now, after);
        failed(sent, reason, now);
      }
      case ReceiverAnswer.Unhealthy(String reason) -> failedForLong(sent, reason, now);
      case ReceiverAnswer.NoSecret(String reason) -> failedForLong(sent, reason, now);
      case ReceiverAnswer.Forbidden(String reason) -> failedForLong(sent, reason, now);
      case ReceiverAnswer.Stopped(String reason) -> {
        stopped = true;
        failed(sent, reason, now);
      }
    }
  }

  private void accepted(DueAlert sent, Instant now) {
    queue.sent(sent.uid(), now);
    done(sent.uid());
    if (sent.isReminder()) {
      progress.repeated(now);
    } else {
      progress.delivered(sent.alert(), sent.settled(Delivery.State.ANNOUNCED, "", now), now);
    }
    changed(sent.uid()); // there may be more of it
  }

  private void giveUp(DueAlert sent, String reason, Instant now) {
    done(sent.uid());
    if (!sent.isReminder()) {
      progress.refused(sent.alert(), sent.settled(Delivery.State.GIVEN_UP, reason, now));
    }
    changed(sent.uid());
  }

  private void failedForLong(List<DueAlert> sent, String reason, Instant now) {
    destination.forgetSecrets();
    pace.failedForLong(now);
    failed(sent, reason, now);
  }

  private void failed(List<DueAlert> sent, String reason, Instant now) {
    for (DueAlert each : sent) {
      if (!each.isReminder()) {
        progress.retried(each.alert(), reason, now);
      }
      queue.putLast(each.uid());
    }
  }

  private boolean isTooOld(KnownAlert alert, Instant now) {
    return progress.hasFailed(alert.ref().uid())
        && alert.changed().plus(GIVEN_UP_AFTER).isBefore(now);
  }

  private Revision.@Nullable Due due(KnownAlert alert) {
    Revision revision = alert.revision();
    Delivery before = progress.of(alert);
    return revision == null || before == null && alert.created().isBefore(since)
        ? null
        : revision.due(before, wanted);
  }

  /** What is new, else the reminder whose time has come. */
  private Revision.@Nullable Due dueOrReminder(KnownAlert alert) {
    Revision.Due due = due(alert);
    return due == null ? reminders.due(alert.ref().uid(), progress.of(alert)) : due;
  }

  /** Finds out which of those that changed have something to send. */
  private void look() {
    for (String uid = queue.nextChanged(); uid != null; uid = queue.nextChanged()) {
      KnownAlert alert = context.alerts().get(uid);
      holds.observe(uid, alert).forEach(this::changed);
      Instant now = context.clock().instant();
      Revision.Due due = alert == null ? null : due(alert);
      if (alert == null) {
        progress.forget(uid);
        done(uid);
        reminders.ended(uid);
      } else if (!isEnd(alert, due) && !selection.has(alert)) {
        reminders.ended(uid);
      } else if (due == null) {
        reminders.follow(alert, progress.of(alert), groups, now);
      } else if (!isHeld(alert, due, now)) {
        queue.add(uid, groups.nameOf(alert), now);
      }
    }
  }

  /** What the receiver has as open ends there, whatever the output selects by now. */
  private boolean isEnd(KnownAlert alert, Revision.@Nullable Due due) {
    Delivery before = progress.of(alert);
    return due != null
        && due.transition() == Transition.CLOSED
        && before != null
        && before.revision() > 0;
  }

  /** It is looked at again when nothing holds it back any more. */
  private boolean isHeld(KnownAlert alert, Revision.Due due, Instant now) {
    String by = due.transition() == Transition.CLOSED ? null : holds.by(alert);
    if (by != null && due.transition() != Transition.REPEATED) {
      progress.held(alert, by, now);
    }
    return by != null;
  }

  private void done(String uid) {
    brief.remove(uid);
    queue.remove(uid);
    reminders.done(uid);
  }

  @Override
  public int pending() {
    return queue.size();
  }

  @Override
  public @Nullable Instant oldest() {
    return queue.oldest();
  }

  @Override
  public void close() {
    destination.close();
  }
}
