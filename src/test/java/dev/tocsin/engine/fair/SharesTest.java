package dev.tocsin.engine.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.event.Attribution;
import dev.tocsin.language.EventFixture;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SharesTest {
  private final Shares<Named> shares = new Shares<>(Named::new);

  private static final class Named extends Shares.Share {
    final Contributor who;

    Named(Contributor who) {
      super(who);
      this.who = who;
    }
  }

  @Test
  void theLargestIsThatOfTheRealmThatTakesTheMost() {
    for (String pod : List.of("a", "b", "c")) {
      shares.add(new Contributor("many", pod), 30);
    }
    shares.add(new Contributor("many", "d"), 31);
    shares.add(new Contributor("one", "x"), 100);

    assertThat(shares.largest().who).isEqualTo(new Contributor("many", "d"));
    assertThat(shares.total()).isEqualTo(221);
  }

  @Test
  void whoTakesNothingAnyMoreIsForgotten() {
    Named big = shares.add(new Contributor("a", "1"), 10);
    shares.add(new Contributor("b", "1"), 5);

    shares.change(big, -10);

    assertThat(shares.largest().who).isEqualTo(new Contributor("b", "1"));
    assertThatThrownBy(() -> shares.change(big, 1)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void hostsAndWhatNobodyKnowsAreNoNamespace() {
    assertThat(Contributor.of(EventFixture.IN_POD)).isEqualTo(new Contributor("shop", "web-1"));
    assertThat(Contributor.of(EventFixture.ON_HOST)).isEqualTo(new Contributor("", "node-1"));
    assertThat(Contributor.of(EventFixture.UNKNOWN)).isEqualTo(new Contributor("?", "node-1"));
  }

  @Test
  void aNodeAnswersForWhatItReports() {
    Attribution other = EventFixture.in(EventFixture.pod("bank", "till-1", Map.of()));

    assertThat(List.of(EventFixture.IN_POD, other, EventFixture.ON_HOST))
        .extracting(where -> Contributor.onNode("node-7", where))
        .containsExactly(
            new Contributor("node-7", "shop/web-1"),
            new Contributor("node-7", "bank/till-1"),
            new Contributor("node-7", ""));
  }
}
