package dev.tocsin.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final Node NODE = new Node("worker-1", Map.of());

  private final Places places = new Places();

  /** Two that share a slot would each be looked at as new whenever the other one had an event. */
  @Test
  void thePodsOfAFullNodeAreRemembered() {
    List<Attribution> node = IntStream.range(0, 250).mapToObj(PlacesTest::pod).toList();
    List<KnownPlace> first = node.stream().map(places::of).toList();
    List<KnownPlace> second = node.stream().map(places::of).toList();
    assertThat(IntStream.range(0, 250).filter(i -> first.get(i) == second.get(i)).count())
        .as("sets are by chance, and more than eight of 250 in one of 128 are rare")
        .isGreaterThanOrEqualTo(230);
  }

  @Test
  void aChangedPodIsAnotherPlace() {
    Attribution before = pod(1);
    Attribution after = pod(1);
    assertThat(places.of(before)).isSameAs(places.of(before)).isNotSameAs(places.of(after));
  }

  @Test
  void manyPlacesOverwriteEachOther() {
    Attribution pod = pod(0);
    KnownPlace known = places.of(pod);
    IntStream.range(1, 20_000).mapToObj(PlacesTest::pod).forEach(places::of);
    assertThat(places.of(pod)).isNotSameAs(known);
  }

  private static Attribution pod(int number) {
    Pod pod = Pod.builder().namespace("shop").name("pod-" + number).build();
    return new Attribution(Attribution.Source.LIVE, pod, Container.NONE, NODE);
  }
}
