package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replica does as a scripted election goes. */
class ElectionResultTest {
  private final List<String> done = new ArrayList<>();
  private final LifeCycle life = new LifeCycle();
  private final Replica replica = new Replica();
  private final ElectionResult election = new ElectionResult(replica, "operator-a", life);

  private class Replica implements ElectionResult.Replica {
    @Override
    public boolean begin() throws InterruptedException {
      life.phase("reading");
      done.add("begin");
      return true;
    }

    @Override
    public void take() {
      done.add("take");
    }

    @Override
    public void refer(String leader) {
      done.add("refer to " + leader);
    }
  }

  @Test
  void theElectedReplicaTakesReportsOnceItHasReadWhatIsStored() {
    assertThat(life.isReady()).isFalse();
    election.leader("operator-a");
    election.acquired();

    assertThat(done).containsExactly("begin", "take");
    assertThat(life.isReady()).isTrue();
  }

  @Test
  void aReplicaThatDoesNotLeadRefersSensorsToTheLeader() {
    election.leader("operator-b");
    election.leader("");

    assertThat(done).containsExactly("refer to operator-b", "refer to ");
  }

  @Test
  void aReplicaThatLosesTheLeadTakesNothingMoreAndEnds() throws Exception {
    election.acquired();
    done.clear();
    election.lost();

    assertThat(done).containsExactly("refer to ");
    assertThat(life.awaitStop()).get().asString().contains("no longer leads");
  }

  @Test
  void aReplicaThatStopsIsNotEndedByTheLossOfItsLead() throws Exception {
    election.acquired();
    done.clear();
    life.beginStop();
    election.lost();
    life.stopped();

    assertThat(done).isEmpty();
    assertThat(life.awaitStop()).isEmpty();
  }

  @Test
  void aReplicaThatStopsWhileItBeginsTakesNothing() {
    var stopped =
        new ElectionResult(
            new Replica() {
              @Override
              public boolean begin() {
                return false;
              }
            },
            "operator-a",
            life);
    life.beginStop();
    stopped.acquired();

    assertThat(done).isEmpty();
    assertThat(life.isReady()).isFalse();
  }

  @Test
  void aReplicaThatCannotBeginGivesTheLeadUpAndEnds() throws Exception {
    var broken =
        new ElectionResult(
            new Replica() {
              @Override
              public boolean begin() {
                throw new StackOverflowError();
              }
            },
            "operator-a",
            life);

    assertThatThrownBy(broken::acquired).isInstanceOf(StackOverflowError.class);
    assertThat(done).isEmpty();
    assertThat(life.awaitStop()).get().asString().contains("cannot start leading");
  }
}
