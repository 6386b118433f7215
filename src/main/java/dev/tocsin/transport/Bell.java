package dev.tocsin.transport;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one thread that waits for any of several things; rung before it waits, it does not. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rings = lock.newCondition();
  private boolean rung;

  void ring() {
    lock.lock();
    try {
      rung = true;
      rings.signal();
    } finally {
      lock.unlock();
    }
  }

  void await(Duration longest) {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (!rung && left > 0) {
        left = rings.awaitNanos(left);
      }
      rung = false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts who waits for a bell", e);
    } finally {
      lock.unlock();
    }
  }
}
