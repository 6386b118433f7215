package dev.tocsin.transport.server;

import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Match;
import dev.tocsin.transport.protocol.SensorReport;

/**
 * What becomes of what sensors say. Called by many threads, but for one node by one at a time and
 * in the order of sequences; returns at once.
 */
public interface Intake {

  /**
   * @param done to be run once the findings are stored, or are known to be stored already: the
   *     sensor may forget them
   */
  void finding(Origin origin, Reported reported, Runnable done);

  /**
   * @param done to be run once the match cannot count in any window any more
   */
  void match(Origin origin, Match match, Runnable done);

  /** How a node is now. */
  void status(SensorReport status);

  /** The node's stream has ended. */
  void disconnected(String node);
}
