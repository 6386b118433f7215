package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningTotalTest {
  private final RunningTotal<String> tally = new RunningTotal<>(100);

  @Test
  void goesOnFromWhatWasStored() {
    tally.observe("a", 3);
    assertThat(tally.total()).isEqualTo(103);
  }

  @Test
  void countsWhatASourceCountedOnce() {
    tally.observe("a", 3);
    tally.observe("a", 3);
    tally.observe("a", 5);
    assertThat(tally.total()).isEqualTo(105);
  }

  @Test
  void addsUpItsSources() {
    tally.observe("a", 3);
    tally.observe("b", 4);
    assertThat(tally.total()).isEqualTo(107);
  }

  @Test
  void keepsTheCountOfASourceThatStartedAgain() {
    tally.observe("a", 3);
    tally.observe("a", 1);
    assertThat(tally.total()).isEqualTo(104);
  }
}
