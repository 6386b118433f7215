package dev.tocsin.app;

import dev.tocsin.election.Election;
import dev.tocsin.election.Leadership;
import java.util.function.Consumer;

/** An election that the test decides, for one replica. */
final class ScriptedElection implements Election {
  final String replica;
  private final Leadership.Listener listener;
  private final Consumer<ScriptedElection> onClose;
  private volatile boolean started;
  private volatile boolean leads;
  private volatile String leader = "";
  volatile String problem = "";

  /**
   * @param onClose is called when the replica gives up what it has of the lead
   */
  ScriptedElection(
      String replica, Leadership.Listener listener, Consumer<ScriptedElection> onClose) {
    this.replica = replica;
    this.listener = listener;
    this.onClose = onClose;
  }

  void elect() {
    if (!started) {
      throw new IllegalStateException(replica + " does not take part");
    }
    leads = true;
    follow(replica);
    listener.acquired();
  }

  /** The right to write ends, and the replica has not noticed yet. */
  void expire() {
    leads = false;
  }

  void lose() {
    expire();
    listener.lost();
  }

  void follow(String newLeader) {
    leader = newLeader;
    listener.leader(newLeader);
  }

  @Override
  public void start() {
    started = true;
  }

  @Override
  public boolean mayWrite() {
    return leads;
  }

  @Override
  public String leader() {
    return leader;
  }

  @Override
  public String problem() {
    return problem;
  }

  @Override
  public void close() {
    onClose.accept(this);
    if (leads) {
      lose();
    }
  }
}
