package dev.tocsin.notify;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one lane: whatever it meets is its own business. */
final class LaneThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LaneThread.class);
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final Duration AFTER_DEFECT = Duration.ofSeconds(30);

  private final String output;
  private final Lane lane;
  private final InstantSource clock;
  private final Duration afterDefect;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean news = true;

  private LaneThread(String output, Lane lane, InstantSource clock, Duration afterDefect) {
    this.output = output;
    this.lane = lane;
    this.clock = clock;
    this.afterDefect = afterDefect;
    this.thread = Thread.ofVirtual().name("output " + output).unstarted(this::run);
  }

  static LaneThread start(String output, Lane lane, InstantSource clock) {
    return start(output, lane, clock, AFTER_DEFECT);
  }

  /**
   * @param afterDefect how long it waits before it tries again what failed in an unexpected way
   */
  static LaneThread start(String output, Lane lane, InstantSource clock, Duration afterDefect) {
    LaneThread started = new LaneThread(output, lane, clock, afterDefect);
    started.thread.start();
    return started;
  }

  Lane lane() {
    return lane;
  }

  void changed(String uid) {
    lane.changed(uid);
    lock.lock();
    try {
      news = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        sleep(Duration.between(clock.instant(), next()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  /** When it has something to do again, but for what changes. */
  private Instant next() throws InterruptedException {
    Instant latest = clock.instant().plus(LONGEST_SLEEP);
    try {
      Instant next = lane.step();
      return next.isBefore(latest) ? next : latest;
    } catch (RuntimeException | LinkageError e) {
      log.error("output {} failed in an unexpected way", output, e);
      Thread.sleep(afterDefect);
      return clock.instant();
    }
  }

  private void sleep(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (nanos > 0 && !news) {
        nanos = woken.awaitNanos(nanos);
      }
      news = false;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when nothing is sent any more. */
  @Override
  public void close() {
    thread.interrupt();
    lane.close();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
