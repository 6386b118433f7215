package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated expressions and events: compiled or interpreted, they come to the same. */
class CompiledExpressionsTest {
  private static final int POLICIES = 60;
  private static final int EVENTS = 200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void valuesAndFailuresAreThoseOfTheInterpreter(long seed) {
    Random random = new Random(seed);
    RandomPolicies policies = new RandomPolicies(random);
    RandomEncodedEvents events = new RandomEncodedEvents(random);
    List<BothWays> expressions =
        IntStream.range(0, POLICIES).mapToObj(i -> BothWays.of(policies.next("p" + i))).toList();
    Set<String> seen = new TreeSet<>();

    for (int i = 0; i < EVENTS; i++) {
      Event event = events.next(i);
      Attribution where = events.place();
      Event cut = cut(event, random);
      for (BothWays each : expressions) {
        assertSame(each.outcomes(event, where), seen);
        assertSame(each.outcomes(cut, where), seen);
      }
    }

    assertThat(seen).contains("true", "false");
    assertThat(seen).anyMatch(outcome -> outcome.startsWith("ABSENT"));
    assertThat(seen).anyMatch(outcome -> outcome.startsWith("FAULT"));
    assertThat(seen).anyMatch(outcome -> outcome.startsWith("thrown back"));
  }

  private static Event cut(Event event, Random random) {
    byte[] bytes = event.bytes();
    return Event.of(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
  }

  private static void assertSame(List<BothWays.Outcome> outcomes, Set<String> seen) {
    for (BothWays.Outcome outcome : outcomes) {
      assertThat(outcome).matches(BothWays.Outcome::agree);
      seen.add(outcome.compiled());
    }
  }
}
