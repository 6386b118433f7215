package dev.tocsin.source;

import dev.tocsin.event.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sends recorded events with the pauses that were between them. */
final class Pace {
  private final double speed;

  Pace(double speed) {
    this.speed = speed;
  }

  /**
   * Late events, and processes that began long before they were announced, come without a pause:
   * only what is newer than anything before it makes time pass.
   */
  void replay(List<byte[]> messages, Consumer<byte[]> sink) throws InterruptedException {
    Event view = Event.of(new byte[0]);
    long newest = 0;
    for (byte[] message : messages) {
      view.wrap(message);
      long time = view.process().fromProcFs() ? 0 : view.timeNanos();
      if (newest != 0 && time > newest) {
        TimeUnit.NANOSECONDS.sleep((long) ((time - newest) / speed));
      }
      newest = Math.max(newest, time);
      sink.accept(message);
    }
  }
}
