package dev.tocsin.control;

/** Keeps a catalog of policies up to date, and their status. */
public interface ControlLoop extends AutoCloseable {
  /** Returns when every policy that there is was taken in, or after {@link #close}. */
  void start() throws InterruptedException;

  @Override
  void close();
}
