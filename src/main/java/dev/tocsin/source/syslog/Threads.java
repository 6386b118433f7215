package dev.tocsin.source.syslog;

/** Waiting for a thread that has been told to end. */
final class Threads {
  private Threads() {}

  /** Waits also while interrupted, and stays interrupted then. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
