package dev.tocsin.pipeline;

/** Something of the evaluating thread that has to run periodically, events or not. */
interface PeriodicTask {

  /**
   * To be called every 100 ms or so.
   *
   * @param nowNanos from a clock that does not go back
   */
  void tick(long nowNanos);

  /** No event will come any more. */
  void end();
}
