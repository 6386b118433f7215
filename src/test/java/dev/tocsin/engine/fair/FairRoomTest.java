package dev.tocsin.engine.fair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairRoomTest {
  private static final Contributor SMALL = new Contributor("a", "small");
  private static final Contributor BIG = new Contributor("b", "big");

  @Test
  void whoTakesTheMostLosesItsEldest() {
    FairRoom<String, String> room = FairRoom.byAge(3, 3_000);
    room.put("s", "S", SMALL, 1);
    room.put("b1", "B1", BIG, 1);
    room.put("b2", "B2", BIG, 1);
    assertThat(room.takeExcess()).isNull();

    room.put("b3", "B3", BIG, 1);

    assertThat(room.takeExcess()).isEqualTo("B1");
    assertThat(room.takeExcess()).isNull();
    assertThat(room.get("s")).isEqualTo("S");
    assertThat(room.eldest()).isEqualTo("S");
  }

  @Test
  void bytesCountAsWellAsNumbers() {
    FairRoom<String, String> room = FairRoom.byAge(100, 1_000);
    room.put("s1", "S1", SMALL, 300);
    room.put("s2", "S2", SMALL, 300);
    room.put("b", "B", BIG, 100);

    room.resize("b", 700);

    assertThat(room.takeExcess()).isEqualTo("B");
    assertThat(room.takeExcess()).isNull();
    assertThat(room.bytes()).isEqualTo(600);
  }

  @Test
  void byUseTheEldestIsWhatNobodyGotForTheLongest() {
    FairRoom<String, String> room = FairRoom.byUse(2, 1_000);
    room.put("1", "one", BIG, 1);
    room.put("2", "two", BIG, 1);
    room.get("1");
    assertThat(room.eldest()).isEqualTo("two");

    room.put("3", "three", BIG, 1);

    assertThat(room.takeExcess()).isEqualTo("two");
    assertThat(room.get("1")).isEqualTo("one");
  }

  @Test
  void whatIsRemovedTakesNothing() {
    FairRoom<String, String> room = FairRoom.byAge(2, 1_000);
    room.put("1", "one", BIG, 1_000);

    assertThat(room.remove("1")).isEqualTo("one");
    assertThat(room.remove("1")).isNull();
    assertThat(room.bytes()).isZero();
    assertThat(room.size()).isZero();
  }
}
