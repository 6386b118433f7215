package dev.tocsin.source;

import io.grpc.netty.shaded.io.netty.channel.SelectStrategy;
import io.grpc.netty.shaded.io.netty.util.IntSupplier;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * When a thread looks for what agents have sent. At hundreds or thousands of events a second it
 * costs more to wake up for each than to evaluate it, so the thread pauses for as long as {@link
 * #GATHERED} events take, and then takes all that came: for the evaluating thread too that is one
 * batch. At lower rates there is nothing to gather. At higher ones events come in batches anyway,
 * and must not wait in a socket.
 *
 * <p>For one thread.
 */
final class ReadingPace implements SelectStrategy {
  /** A small part of what an alert may take. */
  static final Duration LONGEST = Duration.ofMillis(20);

  /** Shorter ones save little: the rate is too high to gather. */
  static final Duration SHORTEST = Duration.ofMillis(5);

  /** A socket of 208 KiB takes twice as many, at 4 KiB each. */
  static final int GATHERED = 16;

  /** Between two looks at the rate. */
  static final Duration SPAN = Duration.ofMillis(100);

  private final LongSupplier messages;
  private final LongSupplier nanos;
  private long spanBegin;
  private long spanMessages;
  private long lastMessages;
  private long pause;

  /**
   * @param messages that were read so far
   * @param nanos a clock that does not go back
   */
  ReadingPace(LongSupplier messages, LongSupplier nanos) {
    this.messages = messages;
    this.nanos = nanos;
    spanBegin = nanos.getAsLong();
    spanMessages = messages.getAsLong();
    lastMessages = spanMessages;
  }

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    if (hasTasks) {
      return selectNow.get();
    }
    long gathering = pauseNanos();
    if (gathering > 0) {
      LockSupport.parkNanos(gathering);
    }
    return SelectStrategy.SELECT;
  }

  /** How long to let events gather now, 0 for not at all. */
  long pauseNanos() {
    long read = messages.getAsLong();
    if (read - lastMessages > 2 * GATHERED) {
      pause = 0; // more than is expected: a burst has begun
    }
    lastMessages = read;
    long elapsed = nanos.getAsLong() - spanBegin;
    if (elapsed >= SPAN.toNanos()) {
      pause = pauseNanos(read - spanMessages, elapsed);
      spanMessages = read;
      spanBegin += elapsed;
    }
    return pause;
  }

  private static long pauseNanos(long read, long elapsedNanos) {
    if (read * LONGEST.toNanos() < 2 * elapsedNanos) {
      return 0; // not even two in the longest pause
    }
    long wanted = Math.min(elapsedNanos * GATHERED / read, LONGEST.toNanos());
    return wanted < SHORTEST.toNanos() ? 0 : wanted;
  }
}
