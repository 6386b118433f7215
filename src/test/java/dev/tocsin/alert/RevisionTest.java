package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an output is sent of an alert, from the alert's object and what the output has. */
class RevisionTest {
  private static final Set<Transition> ALL = EnumSet.allOf(Transition.class);

  @Test
  void anObjectWithoutFindingsIsNotSentYet() {
    assertThat(Revision.of(1, 0, false)).isNull();
  }

  @Test
  void aNewAlertIsOpenedOnce() {
    assertThat(sent(null, ALL, at(1, 7, false))).containsExactly("OPENED 1");
  }

  @Test
  void aCountThatOnlyRisesIsNotSent() {
    Delivery opened = taken(at(1, 1, false), null);
    assertThat(sent(opened, ALL, at(1, 9, false))).isEmpty();
  }

  @Test
  void aPowerOfTenIsAnEscalationAndAnEditIsAChange() {
    Delivery opened = taken(at(1, 1, false), null);
    assertThat(sent(opened, ALL, at(1, 10, false))).containsExactly("ESCALATED 2");
    assertThat(sent(opened, ALL, at(2, 1, false))).containsExactly("CHANGED 2");
  }

  @Test
  void openAndCloseStayTwoAndWhatWasBetweenIsReplaced() {
    assertThat(sent(null, ALL, at(4, 1000, true))).containsExactly("OPENED 1", "CLOSED 7");
  }

  @Test
  void anAlertThatIsOpenAgainIsOpened() {
    Delivery closed = taken(at(2, 1, true), taken(at(1, 1, false), null));
    assertThat(closed.transition()).isEqualTo(Transition.CLOSED);
    assertThat(sent(closed, ALL, at(3, 1, false))).containsExactly("OPENED 3");
  }

  @Test
  void aNoteOnAClosedAlertDoesNotCloseItAgain() {
    Delivery closed = taken(at(2, 1, true), taken(at(1, 1, false), null));
    assertThat(sent(closed, ALL, at(3, 1, true))).containsExactly("CHANGED 3");
    assertThat(sent(closed, EnumSet.of(Transition.CLOSED), at(3, 1, true))).isEmpty();
  }

  @Test
  void whatIsNotWantedIsPassedOver() {
    Set<Transition> ends = EnumSet.of(Transition.CLOSED);
    assertThat(sent(null, ends, at(1, 100, false))).isEmpty();
    assertThat(sent(null, ends, at(2, 100, true))).containsExactly("CLOSED 4");
    Set<Transition> changes = EnumSet.of(Transition.CHANGED);
    assertThat(sent(null, changes, at(2, 100, false))).containsExactly("CHANGED 4");
  }

  /** Whatever way an alert goes, and wherever an output looks, no number means two things. */
  @Test
  void noTwoStatesOfOneAlertHaveTheSameNumber() {
    long generation = 1;
    long count = 1;
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      numbers.add(at(generation, count, false).number());
      if (i % 3 == 0) {
        generation++;
      } else {
        count *= 10;
      }
    }
    assertThat(numbers).doesNotHaveDuplicates().isSorted();
  }

  private static Revision at(long generation, long count, boolean closed) {
    return Objects.requireNonNull(Revision.of(generation, count, closed));
  }

  private static List<String> sent(
      @Nullable Delivery before, Set<Transition> wanted, Revision revision) {
    List<String> sent = new ArrayList<>();
    Delivery has = before;
    for (Revision.Due due = revision.due(has, wanted);
        due != null;
        due = revision.due(has, wanted)) {
      sent.add(due.transition() + " " + due.revision());
      has = taken(due);
    }
    return sent;
  }

  private static Delivery taken(Revision revision, @Nullable Delivery before) {
    Delivery has = before;
    for (Revision.Due due = revision.due(has, ALL); due != null; due = revision.due(has, ALL)) {
      has = taken(due);
    }
    return Objects.requireNonNull(has);
  }

  private static Delivery taken(Revision.Due due) {
    return new Delivery(
        due.step(),
        due.revision(),
        due.transition(),
        Delivery.State.ANNOUNCED,
        "",
        Instant.parse("2026-11-28T12:00:00Z"));
  }
}
