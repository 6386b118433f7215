package dev.tocsin.election;

/** The election of the one replica that leads, as a replica that takes part sees it. */
public interface Election extends AutoCloseable {
  /** Takes part from now on; what comes of it is for the {@link Leadership.Listener}. */
  void start();

  /** Whether this replica leads and nobody else can have begun to. */
  boolean mayWrite();

  /** Who leads, as far as known; {@code ""} when not known. */
  String leader();

  /** Why the last attempt to find out failed, {@code ""} if it did not. */
  String problem();

  /**
   * Ends the lead, if it is ours, so that another replica can begin at once. What is to be written
   * must be written before.
   */
  @Override
  void close();
}
