package dev.tocsin.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private final Connections connections = new Connections(new Connections.Limits(6, 4));
  private final List<String> cut = new ArrayList<>();

  private Optional<Connections.Place> admit(int peer, String name) throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) peer});
    return connections.admit(address, () -> cut.add(name));
  }

  private Connections.Place admitted(int peer, String name) throws UnknownHostException {
    return admit(peer, name).orElseThrow();
  }

  @Test
  void onePeerGetsItsShareAndNoMore() throws Exception {
    for (int i = 0; i < 4; i++) {
      admitted(1, "a" + i);
    }
    assertThat(admit(1, "a4")).isEmpty();
    assertThat(admit(2, "b")).isPresent();
    assertThat(connections.open()).isEqualTo(5);
    assertThat(connections.refused()).isEqualTo(1);
    assertThat(cut).isEmpty();
  }

  @Test
  void whoHasTheMostMakesRoomWithTheOneThatWasIdleLongest() throws Exception {
    Connections.Place first = admitted(1, "a0");
    for (int i = 1; i < 4; i++) {
      admitted(1, "a" + i);
    }
    admitted(2, "b0");
    admitted(2, "b1");
    first.used();

    admitted(3, "c0");

    assertThat(cut).containsExactly("a1");
    assertThat(connections.open()).isEqualTo(6);
    assertThat(connections.evicted()).isEqualTo(1);
  }

  @Test
  void nobodyIsDisplacedByOneWhoWouldHaveAsMany() throws Exception {
    for (int peer = 1; peer <= 6; peer++) {
      admitted(peer, "p" + peer);
    }
    assertThat(admit(1, "again")).isEmpty();
    assertThat(admit(7, "newcomer")).isEmpty();
    assertThat(cut).isEmpty();
    assertThat(connections.refused()).isEqualTo(2);
  }

  /** Where a gateway hides the addresses of many. */
  @Test
  void whoHasShownWhoHeIsCountsForNoAddressAndIsNotDisplaced() throws Exception {
    Connections.Place known = admitted(1, "known");
    known.proven();
    for (int i = 0; i < 4; i++) {
      admitted(1, "a" + i);
    }
    assertThat(connections.open()).isEqualTo(5);
    assertThat(admit(1, "a4")).isEmpty();
    admitted(2, "b0");
    admitted(2, "b1");
    assertThat(cut).containsExactly("a0");

    known.unproven();
    known.unproven();
    assertThat(admit(2, "b2")).isPresent();
    assertThat(cut).containsExactly("a0", "a1");
    known.close();
    known.proven();
    known.close();
    assertThat(connections.open()).isEqualTo(5);
  }

  @Test
  void aPlaceIsGivenBackOnce() throws Exception {
    Connections.Place place = admitted(1, "a");
    admitted(1, "b");
    place.close();
    place.close();
    place.used();
    assertThat(connections.open()).isEqualTo(1);
  }

  @Test
  void aShareBeyondTheWholeIsAMistake() {
    assertThatThrownBy(() -> new Connections.Limits(2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 of 2");
  }
}
