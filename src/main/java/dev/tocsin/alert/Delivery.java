package dev.tocsin.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver has of an alert, for its status.
 *
 * @param step the greatest {@link Announcement#step} that was delivered or given up; 0 for none
 * @param revision the greatest {@link Revision} that an output took or that was given up; 0 for
 *     none, and for other receivers
 * @param transition what that revision was sent as; null where there is none
 * @param state of the latest step that was offered
 * @param message {@code ""} when there is nothing to explain
 * @param since when the state began
 */
public record Delivery(
    long step,
    long revision,
    @Nullable Transition transition,
    State state,
    String message,
    Instant since) {
  public enum State {
    ANNOUNCED,
    /** It failed, and is tried again. */
    WAITING,
    /** A silence or a correlation alert holds it back. */
    HELD,
    /** It was refused, and is not tried again. */
    GIVEN_UP
  }

  /** What a step's outcome makes of it; the time stays when only the words change. */
  static Delivery after(@Nullable Delivery before, long step, Outcome outcome, Instant now) {
    State state =
        switch (outcome) {
          case Outcome.Done _, Outcome.Exists _, Outcome.Changed _ -> State.ANNOUNCED;
          case Outcome.NamespaceGone _, Outcome.Missing _, Outcome.Refused _, Outcome.Invalid _ ->
              State.GIVEN_UP;
          case Outcome.Unavailable _ -> State.WAITING;
        };
    String message =
        switch (outcome) {
          case Outcome.Done _, Outcome.Exists _, Outcome.Changed _ -> "";
          case Outcome.NamespaceGone _, Outcome.Missing _ -> "the namespace is gone";
          case Outcome.Refused(String why) -> why;
          case Outcome.Invalid(String why) -> why;
          case Outcome.Unavailable(String why, _) -> why;
        };
    long settled = before == null ? 0 : before.step();
    return new Delivery(
        state == State.WAITING ? settled : Math.max(settled, step),
        0,
        null,
        state,
        message,
        before == null || before.state() != state ? now : before.since());
  }
}
