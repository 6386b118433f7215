package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.alert.Phase.Closed;
import dev.tocsin.alert.Phase.Deleting;
import dev.tocsin.alert.Phase.Open;
import dev.tocsin.alert.Phase.Recreating;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every phase of an alert, and what every happening makes of it. */
class PhaseTest {
  private static final AlertName NAME = AlertName.first("shell-in-pod", "a".repeat(20));
  private static final AlertRef KNOWN = new AlertRef("shop", NAME, "uid-1", "5");
  private static final AlertRef NEWER = new AlertRef("shop", NAME, "uid-1", "6");
  private static final AlertRef OTHER = new AlertRef("shop", NAME, "uid-2", "7");

  /** In the order of the table's columns; of the object of version 5. */
  private static final List<Phase> PHASES =
      List.of(
          Phase.ABSENT,
          new Open(KNOWN, TriageState.OPEN),
          new Open(KNOWN, TriageState.ACKNOWLEDGED),
          new Closed(KNOWN),
          new Deleting(KNOWN, TriageState.OPEN),
          new Deleting(KNOWN, TriageState.CLOSED),
          new Recreating(KNOWN, TriageState.OPEN),
          Phase.FORGOTTEN);

  private static final Map<String, Function<Phase, Phase>> HAPPENINGS =
      Map.ofEntries(
          Map.entry("created", phase -> phase.created(OTHER)),
          Map.entry("created, observed before", phase -> phase.created(KNOWN)),
          Map.entry("written", phase -> phase.written(NEWER)),
          Map.entry("written another object", phase -> phase.written(OTHER)),
          Map.entry("observed open", phase -> phase.observed(NEWER, TriageState.OPEN)),
          Map.entry(
              "observed acknowledged", phase -> phase.observed(NEWER, TriageState.ACKNOWLEDGED)),
          Map.entry("observed closed", phase -> phase.observed(NEWER, TriageState.CLOSED)),
          Map.entry("observed another open", phase -> phase.observed(OTHER, TriageState.OPEN)),
          Map.entry("observed another closed", phase -> phase.observed(OTHER, TriageState.CLOSED)),
          Map.entry("deleted", Phase::deleted),
          Map.entry("expired", Phase::expired),
          Map.entry("fired again", Phase::firedAgain));

  /**
   * A phase is written as its letter, and the version of its object: O is open, K acknowledged, C
   * closed, D an open one that is being deleted (D* an acknowledged one), X a closed one, R
   * recreated; - is absent, . forgotten, and ! what cannot happen.
   */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # before:                  -   O5  K5  C5  D5  X5  R5  .
          created,                   O7, O7, K7, C7, D7, X7, R7, .
          'created, observed before',O5, O5, K5, C5, D5, X5, R5, .
          written,                   -,  O6, K6, C6, D6, X6, R6, .
          written another object,    -,  O5, K5, C5, D5, X5, R5, .
          observed open,             O6, O6, O6, O6, D6, O6, R6, !
          observed acknowledged,     K6, K6, K6, K6, K6, K6, K6, !
          observed closed,           C6, C6, C6, C6, C6, X6, C6, !
          observed another open,     O7, O7, O7, O7, D7, O7, R7, !
          observed another closed,   C7, C7, C7, C7, C7, X7, C7, !
          deleted,                   -,  -,  -,  -,  .,  .,  -,  .
          expired,                   !,  D5, D5*, X5, D5, X5, D5, !
          fired again,               !,  !,  !,  !,  R5, !,  !,  !
          """)
  void transitions(
      String happening,
      String absent,
      String open,
      String acknowledged,
      String closed,
      String deleting,
      String deletingClosed,
      String recreating,
      String forgotten) {
    Function<Phase, Phase> happens = Objects.requireNonNull(HAPPENINGS.get(happening), happening);

    assertThat(PHASES.stream().map(phase -> after(happens, phase)))
        .containsExactly(
            absent, open, acknowledged, closed, deleting, deletingClosed, recreating, forgotten);
  }

  @Test
  void theTableHasEveryPhase() {
    assertThat(PHASES.stream().map(Phase::getClass))
        .containsAll(
            leaves(Phase.class)
                .<Class<? extends Phase>>map(each -> each.asSubclass(Phase.class))
                .toList());
  }

  @Test
  void whatCannotHappenSaysInWhichPhase() {
    assertThatThrownBy(Phase.ABSENT::expired).hasMessage("expired in phase Absent[]");
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    Class<?> @Nullable [] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(type)
        : Arrays.stream(permitted).flatMap(PhaseTest::leaves);
  }

  private static String after(Function<Phase, Phase> happens, Phase phase) {
    try {
      return text(happens.apply(phase));
    } catch (IllegalStateException impossible) {
      return "!";
    }
  }

  private static String text(Phase phase) {
    return switch (phase) {
      case Phase.Absent _ -> "-";
      case Open(AlertRef ref, TriageState triage) ->
          (triage == TriageState.OPEN ? "O" : "K") + ref.version();
      case Closed(AlertRef ref) -> "C" + ref.version();
      case Deleting(AlertRef ref, TriageState triage) ->
          switch (triage) {
            case OPEN -> "D" + ref.version();
            case ACKNOWLEDGED -> "D" + ref.version() + "*";
            case CLOSED -> "X" + ref.version();
          };
      case Recreating(AlertRef ref, _) -> "R" + ref.version();
      case Phase.Forgotten _ -> ".";
    };
  }
}
