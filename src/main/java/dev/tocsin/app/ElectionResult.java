package dev.tocsin.app;

import dev.tocsin.election.Leadership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the election means for a replica: the one that is elected reads what is stored, and then
 * takes what sensors report; one that loses the lead ends, and the others refer sensors to the
 * leader.
 */
final class ElectionResult implements Leadership.Listener {
  private static final Logger log = LoggerFactory.getLogger(ElectionResult.class);

  private final Replica replica;
  private final String identity;
  private final LifeCycle life;

  /** What the election decides about. */
  interface Replica {
    /**
     * Reads what is stored.
     *
     * @return false when the end came first
     */
    boolean begin() throws InterruptedException;

    /** Takes what sensors report, from now on. */
    void take();

    /**
     * Takes nothing, and refers sensors to another replica.
     *
     * @param leader {@code ""} when not known
     */
    void refer(String leader);
  }

  /**
   * @param identity of this replica
   */
  ElectionResult(Replica replica, String identity, LifeCycle life) {
    this.replica = replica;
    this.identity = identity;
    this.life = life;
  }

  @Override
  public void acquired() {
    try {
      if (replica.begin()) {
        replica.take();
        life.phase("");
        log.info("accepting reports from sensors");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      life.fail(new IllegalStateException("this replica was elected but cannot start leading", e));
      throw e; // who leads and does nothing gives up the lease
    }
  }

  @Override
  public void lost() {
    if (life.isStopping()) {
      return;
    }
    replica.refer("");
    life.fail("this replica no longer leads and restarts");
  }

  @Override
  public void leader(String leader) {
    if (!leader.equals(identity)) {
      replica.refer(leader);
    }
  }
}
