package dev.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Policy.Window.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowStoreTest {
  private static final long SECOND = 1_000_000_000L;
  private static final List<String> A = List.of("a");
  private static final List<String> B = List.of("b");
  private static final Contributor WHO = new Contributor("shop", "web-1");

  @Test
  void anEventCountFiresWithTheMatchThatMakesItEnoughAndThenBeginsAnew() {
    WindowStore store = store(count(3, 10));

    assertThat(fired(store, 0, 5, 10, 11, 12, 13)).containsExactly(0, 0, 3, 0, 0, 3);
  }

  @Test
  void matchesFurtherApartThanTheTimeNeverFire() {
    WindowStore store = store(count(3, 10));

    assertThat(fired(store, 0, 6, 11, 17, 22)).containsOnly(0);
  }

  @Test
  void aMatchThatArrivesLateCompletesTheWindowItBelongsTo() {
    WindowStore store = store(count(3, 10));

    assertThat(fired(store, 0, 1, 30, 2)).containsExactly(0, 0, 0, 3);
  }

  @Test
  void aMatchThatArrivesLateInAWindowThatFiredBelongsToThatFinding() {
    WindowStore store = store(count(3, 10));

    assertThat(fired(store, 0, 4, 8, 2, 3, 5)).containsExactly(0, 0, 3, 0, 0, 0);
  }

  @Test
  void groupsAreApart() {
    WindowStore store = store(count(2, 10));

    assertThat(store.add(WHO, A, 0, List.of(), 0)).isZero();
    assertThat(store.add(WHO, B, 1, List.of(), 0)).isZero();
    assertThat(store.add(WHO, A, 2, List.of(), 0)).isEqualTo(2);
  }

  @Test
  void tooLateIsJudgedWithinTheGroupAndCounted() {
    WindowStore store = store(count(2, 600));

    assertThat(store.add(WHO, A, 100 * SECOND, List.of(), 0)).isZero();
    assertThat(store.add(WHO, B, 10 * SECOND, List.of(), 0)).isZero();
    assertThat(store.add(WHO, A, 64 * SECOND, List.of(), 0)).isZero();
    assertThat(store.late()).isEqualTo(1);
    assertThat(store.add(WHO, A, 65 * SECOND, List.of(), 0)).isEqualTo(2);
  }

  @Test
  void aValueCountTakesTheSameValueOnce() {
    WindowStore store = store(values(2, 10));

    assertThat(store.add(WHO, A, 0, List.of("x"), 0)).isZero();
    assertThat(store.add(WHO, A, SECOND, List.of("x"), 0)).isZero();
    assertThat(store.add(WHO, A, 11 * SECOND, List.of("y"), 0)).isEqualTo(2);
  }

  @Test
  void longValuesDifferByAllOfTheirCharacters() {
    WindowStore store = store(values(2, 10));
    String shared = "x".repeat(100_000);

    assertThat(store.add(WHO, List.of(shared + "1"), 0, List.of(shared + "a"), 0)).isZero();
    assertThat(store.add(WHO, List.of(shared + "2"), 1, List.of(shared + "b"), 0)).isZero();
    assertThat(store.add(WHO, List.of(shared + "1"), 2, List.of(shared + "b"), 0)).isEqualTo(2);
    assertThat(store.bytes()).isLessThan(4_000);
  }

  @Test
  void oneEventThatIsTwoStepsMakesNoSequence() {
    WindowStore store = store(steps(Type.TEMPORAL_ORDERED, 10, "one", "two"));

    assertThat(store.add(WHO, A, 0, List.of("one", "two"), 0)).isZero();
    assertThat(store.add(WHO, A, 1, List.of("two"), 0)).isEqualTo(2);
  }

  @Test
  void stepsAtTheSameTimeAreInOrder() {
    WindowStore store = store(steps(Type.TEMPORAL_ORDERED, 10, "one", "two", "three"));

    assertThat(store.add(WHO, A, 0, List.of("one"), 0)).isZero();
    assertThat(store.add(WHO, A, 0, List.of("two"), 0)).isZero();
    assertThat(store.add(WHO, A, 0, List.of("three"), 0)).isEqualTo(3);
    assertThat(store.add(WHO, B, 5, List.of("one"), 0)).isZero();
    assertThat(store.add(WHO, B, 5, List.of("one"), 0)).isZero();
    assertThat(store.add(WHO, B, 5, List.of("three"), 0)).isZero();
  }

  @Test
  void aStormOfOneValueTakesBoundedRoomAndHidesNothing() {
    WindowStore store = store(values(2, 10));
    store.add(WHO, A, 0, List.of("other"), 0);

    for (int i = 0; i < 200_000; i++) {
      store.add(WHO, B, i * 50_000L, List.of("same"), 0);
    }

    assertThat(store.bytes()).isLessThan(64_000);
    assertThat(store.add(WHO, B, 200_000 * 50_000L, List.of("other"), 0)).isEqualTo(2);
  }

  @Test
  void theGroupThatWasQuietForTheLongestIsEvictedFirstAndCounted() {
    WindowStore store = new WindowStore(count(2, 10), new WindowStore.Limits(2, 1 << 20));

    store.add(WHO, A, 0, List.of(), 0);
    store.add(WHO, B, 1, List.of(), 0);
    store.add(WHO, List.of("c"), 2, List.of(), 0);

    assertThat(store.evicted()).isEqualTo(1);
    assertThat(store.add(WHO, B, 3, List.of(), 0)).isEqualTo(2);
    assertThat(store.add(WHO, A, 4, List.of(), 0)).isZero();
  }

  @Test
  void onePodThatThinksOfManyGroupsEvictsItsOwnAlone() {
    WindowStore store = new WindowStore(count(2, 10), new WindowStore.Limits(100, 100_000));
    Contributor flood = new Contributor("shop", "flood-1");
    Contributor other = new Contributor("bank", "till-1");
    store.add(WHO, A, 0, List.of(), 0);
    store.add(other, B, 0, List.of(), 0);

    for (int i = 0; i < 1_000; i++) {
      store.add(flood, List.of("x" + i), i, List.of(), 0);
    }

    assertThat(store.evicted()).isEqualTo(902);
    assertThat(store.add(WHO, A, SECOND, List.of(), 0)).isEqualTo(2);
    assertThat(store.add(other, B, SECOND, List.of(), 0)).isEqualTo(2);
  }

  @Test
  void manyPodsOfOneNamespaceEvictNothingOfAnother() {
    WindowStore store = new WindowStore(count(2, 10), new WindowStore.Limits(100, 100_000));
    Contributor other = new Contributor("bank", "till-1");
    for (int i = 0; i < 20; i++) {
      store.add(other, List.of("till" + i), 0, List.of(), 0);
    }

    for (int i = 0; i < 1_000; i++) {
      Contributor flood = new Contributor("shop", "flood-" + i);
      store.add(flood, List.of("x" + i), i, List.of(), 0);
    }

    for (int i = 0; i < 20; i++) {
      assertThat(store.add(other, List.of("till" + i), SECOND, List.of(), 0)).isEqualTo(2);
    }
  }

  @Test
  void stateStaysWithinItsBytes() {
    WindowStore store = new WindowStore(values(50, 10), new WindowStore.Limits(1_000, 20_000));
    Random random = new Random(7);

    for (int i = 0; i < 5_000; i++) {
      store.add(
          WHO,
          List.of("group-" + random.nextInt(40)),
          i * SECOND / 100,
          List.of("value-" + random.nextInt(30)),
          0);
      assertThat(store.bytes()).isLessThanOrEqualTo(20_000);
    }
    assertThat(store.evicted()).isPositive();
  }

  @Test
  void aGroupThatHasGoneQuietIsDroppedAndNotCounted() {
    WindowStore store = store(count(2, 10));
    store.add(WHO, A, 0, List.of(), 0);

    store.add(WHO, B, 100 * SECOND, List.of(), Duration.ofSeconds(91).toMillis());

    assertThat(store.groups()).isEqualTo(1);
    assertThat(store.evicted()).isZero();
  }

  @Test
  void aSumFiresWithTheNumberThatMakesItEnoughAndTellsHowMuchItIs() {
    WindowStore store = store(sum(100, 10));

    assertThat(store.add(WHO, A, 0, List.of("60"), 0)).isZero();
    assertThat(store.add(WHO, A, 11 * SECOND, List.of("70"), 0)).isZero();
    assertThat(store.add(WHO, A, 5 * SECOND, List.of("-1000"), 0)).isZero();
    assertThat(store.add(WHO, A, 2 * SECOND, List.of("45"), 0)).isEqualTo(105);
    assertThat(store.add(WHO, A, 12 * SECOND, List.of("29"), 0)).isZero();
    assertThat(store.add(WHO, A, 13 * SECOND, List.of("1"), 0)).isEqualTo(100);
  }

  @Test
  void numbersAsLargeAsThereAreDoNotOverflowASum() {
    WindowStore store = store(sum(1_000_000_000_000L, 10));

    assertThat(store.add(WHO, A, 0, List.of("999999999999"), 0)).isZero();
    assertThat(store.add(WHO, A, 1, List.of(Long.toString(Long.MAX_VALUE)), 0)).isPositive();
  }

  @Test
  void aStormOfSmallNumbersTakesBoundedRoomAndStillAddsUp() {
    WindowStore store = store(sum(1_000_000, 3600));
    long fired = 0;
    int sent = 0;
    while (fired == 0 && sent < 1_100_000) {
      fired = store.add(WHO, A, sent * 3_000_000L, List.of("1"), 0);
      sent++;
    }

    assertThat(store.bytes()).isLessThan(400_000);
    assertThat(fired).isEqualTo(1_000_000);
    assertThat(sent).isEqualTo(1_000_000);
  }

  /** A window, and a stream of matches in the order they arrive. */
  record Case(String name, Policy.Window window, List<Arrival> arrivals) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Arrival(List<String> group, long time, List<String> values, long arrivesAt) {}

  static Stream<Case> cases() {
    return LongStream.range(0, 500).mapToObj(WindowStoreTest::generate);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anyStreamInAnyOrderGivesWhatTheModelGives(Case generated) {
    WindowStore store = store(generated.window());
    WindowModel model = new WindowModel(generated.window());

    for (Arrival each : generated.arrivals()) {
      assertThat(store.add(WHO, each.group(), each.time(), each.values(), 0))
          .as("%s", each)
          .isEqualTo(model.add(each.group(), each.time(), each.values()));
    }
    assertThat(store.late()).isEqualTo(model.late());
    assertThat(store.bytes()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void somethingFiresExactlyWhenSomeWindowHoldsEnoughWhateverTheOrder(Case generated) {
    WindowStore store = store(generated.window());
    List<WindowModel.Entry> taken = new ArrayList<>();
    boolean fired = false;

    for (Arrival each : generated.arrivals()) {
      long before = store.late();
      fired |= store.add(WHO, A, each.time(), each.values(), 0) > 0;
      if (store.late() == before) {
        taken.add(new WindowModel.Entry(each.time(), each.values()));
      }
    }

    assertThat(fired).isEqualTo(WindowModel.everHolds(generated.window(), taken));
  }

  private static Case generate(long seed) {
    Random random = new Random(seed);
    Policy.Window window =
        switch (random.nextInt(5)) {
          case 0 -> count(2 + random.nextInt(4), 5 + random.nextInt(20));
          case 1 -> values(2 + random.nextInt(3), 5 + random.nextInt(20));
          case 2 -> steps(Type.TEMPORAL, 5 + random.nextInt(20), "v0", "v1", "v2");
          case 3 -> sum(10 + random.nextInt(60), 5 + random.nextInt(20));
          default -> steps(Type.TEMPORAL_ORDERED, 5 + random.nextInt(20), "v0", "v1", "v2");
        };
    int delay = random.nextInt(3) == 0 ? 0 : random.nextInt(50);
    List<Arrival> arrivals = new ArrayList<>();
    long time = 1_000 * SECOND;
    for (int i = 0; i < 60; i++) {
      time += random.nextInt(20) * SECOND / 2;
      List<String> values = new ArrayList<>(List.of("v" + random.nextInt(3)));
      if (!window.steps().isEmpty() && random.nextInt(8) == 0 && !values.contains("v2")) {
        values.add("v2");
      }
      arrivals.add(
          new Arrival(
              random.nextInt(4) == 0 ? B : A,
              time,
              switch (window.type()) {
                case EVENT_COUNT -> List.of();
                case SUM -> List.of(Integer.toString(random.nextInt(24) - 3));
                default -> values;
              },
              time + (delay == 0 ? 0 : random.nextInt(delay) * SECOND)));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::arrivesAt));
    return new Case(window.type() + " seed " + seed, window, arrivals);
  }

  private static WindowStore store(Policy.Window window) {
    return new WindowStore(window, WindowStore.Limits.DEFAULT);
  }

  private static List<Integer> fired(WindowStore store, long... seconds) {
    return Arrays.stream(seconds)
        .mapToObj(second -> (int) store.add(WHO, A, second * SECOND, List.of(), 0))
        .toList();
  }

  private static Policy.Window count(int threshold, int seconds) {
    return new Policy.Window(
        Type.EVENT_COUNT, null, List.of(), Duration.ofSeconds(seconds), threshold, List.of());
  }

  private static Policy.Window values(int threshold, int seconds) {
    return new Policy.Window(
        Type.VALUE_COUNT, "f", List.of(), Duration.ofSeconds(seconds), threshold, List.of());
  }

  private static Policy.Window sum(long threshold, int seconds) {
    return new Policy.Window(
        Type.SUM, "f", List.of(), Duration.ofSeconds(seconds), threshold, List.of());
  }

  private static Policy.Window steps(Type type, int seconds, String... names) {
    return new Policy.Window(
        type,
        null,
        List.of(),
        Duration.ofSeconds(seconds),
        0,
        Arrays.stream(names).map(name -> new Policy.Window.Step(name, Set.of(), "true")).toList());
  }
}
