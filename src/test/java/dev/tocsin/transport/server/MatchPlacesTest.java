package dev.tocsin.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.fair.Contributor;
import org.junit.jupiter.api.Test;

class MatchPlacesTest {
  private static final Contributor FLOOD = new Contributor("shop", "flood");
  private final MatchPlaces places = new MatchPlaces(20_000);

  @Test
  void onePodHasAsManyAsAWindowMayWantAndNoMoreThanHalf() {
    assertThat(taken(FLOOD)).isEqualTo(10_000);
  }

  @Test
  void otherPodsAndNamespacesHaveRoomWhoeverFloods() {
    taken(FLOOD);

    assertThat(taken(new Contributor("shop", "web"))).isEqualTo(5_000);
    assertThat(taken(new Contributor("shop", "another"))).isZero();
    assertThat(taken(new Contributor("bank", "till"))).isEqualTo(2_500);
    assertThat(taken(new Contributor("", "node-1"))).isEqualTo(1_250);
  }

  @Test
  void aThousandPodsOfANamespaceLeaveAQuarterToOthers() {
    int all = 0;
    for (int i = 0; i < 1_000; i++) {
      all += taken(new Contributor("shop", "flood-" + i));
    }

    assertThat(all).isBetween(14_900, 15_000);
    assertThat(taken(new Contributor("bank", "till"))).isGreaterThan(2_400);
  }

  @Test
  void whatIsGivenBackIsFreeForAnybody() {
    int flood = taken(FLOOD);
    for (int i = 0; i < flood; i++) {
      places.release(FLOOD);
    }

    assertThat(taken(new Contributor("bank", "till"))).isEqualTo(10_000);
  }

  private int taken(Contributor contributor) {
    int taken = 0;
    while (places.take(contributor)) {
      taken++;
    }
    return taken;
  }
}
