package dev.tocsin.alert;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far an alert has come, by its object alone, so that every leader has the same: it is one more
 * with each edit of the triage and with each power of ten that the count reaches. Both only rise,
 * so no two states of one object have the same number.
 *
 * @param number 1 for a new alert
 * @param step the power of ten that the count has reached, at least 1
 */
public record Revision(long number, long step, boolean closed) {

  /** Something to send: what happened, and the number that tells it from all else of the alert. */
  public record Due(Transition transition, long revision, long step) {}

  /** Null while the object does not say yet how often it happened. */
  public static @Nullable Revision of(long generation, long count, boolean closed) {
    long step = Announcement.step(count);
    return step == 0 ? null : new Revision(generation + exponent(step), step, closed);
  }

  /**
   * What is to be sent next to an output; null when it has all. What is new comes first and has
   * always number 1, so that it is the same message when it is sent once more; of all that happened
   * since, only the last is sent, as the weightiest of what it was. What was held back until it was
   * closed is not sent at all.
   *
   * @param before what the output has; null for nothing
   */
  public @Nullable Due due(@Nullable Delivery before, Set<Transition> wanted) {
    long done = before == null ? 0 : before.revision();
    if (done == 0) {
      if (closed && before != null && before.state() == Delivery.State.HELD) {
        return null;
      }
      if (wanted.contains(Transition.OPENED)) {
        return new Due(Transition.OPENED, 1, 1);
      }
      done = 1;
    }
    if (number <= done) {
      return null;
    }
    long stepBefore = before == null || before.step() == 0 ? 1 : before.step();
    boolean closedBefore = before != null && before.transition() == Transition.CLOSED;
    boolean edited = number - exponent(step) > done - exponent(stepBefore);
    Set<Transition> happened = EnumSet.noneOf(Transition.class);
    if (closed) {
      happened.add(closedBefore ? Transition.CHANGED : Transition.CLOSED);
    } else if (closedBefore) {
      happened.add(Transition.OPENED);
    } else {
      if (step > stepBefore) {
        happened.add(Transition.ESCALATED);
      }
      if (edited) {
        happened.add(Transition.CHANGED);
      }
    }
    for (Transition each : Transition.values()) {
      if (happened.contains(each) && wanted.contains(each)) {
        return new Due(each, number, step);
      }
    }
    return null;
  }

  private static int exponent(long step) {
    int exponent = 0;
    for (long power = step; power >= 10; power /= 10) {
      exponent++;
    }
    return exponent;
  }
}
