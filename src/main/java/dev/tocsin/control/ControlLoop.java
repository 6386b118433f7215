package dev.tocsin.control;

import java.util.Map;

/** Keeps a catalog of policies up to date, and their status. */
public interface ControlLoop extends AutoCloseable {
  /** Returns when every policy that there is was taken in, or after {@link #close}. */
  void start() throws InterruptedException;

  /**
   * On how many nodes a policy cannot fire, as its status says, by {@code namespace/name}. Called
   * from any thread; does not block.
   */
  Map<String, Integer> blindNodes();

  @Override
  void close();
}
