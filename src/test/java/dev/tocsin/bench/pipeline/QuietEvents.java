package dev.tocsin.bench.pipeline;

import dev.tocsin.bench.EventStream;
import dev.tocsin.endtoend.CopiedWorkloads;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.library.ShippedInput;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Of the recorded events those about which no shipped policy has anything to say, as almost all of
 * a node's are: the recordings were made to hold attacks.
 */
final class QuietEvents {
  /**
   * They are sent again and again, in a second or more each time, and a window that counts finds
   * something only after a while: the more pods, the longer.
   */
  private static final int ROUNDS = 90;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Attributor attributor;
  private final Event event = Event.of(new byte[0]);
  private long found;
  private final Engine engine =
      Engine.forwarding(
          Clock.fixed(NOW, ZoneOffset.UTC),
          Redaction.defaults(),
          finding -> found++,
          match -> found++);

  private QuietEvents(CopiedWorkloads pods) {
    attributor = new Attributor(pods.inventory());
    engine.install(ShippedInput.policies(Path.of("config/policies")));
  }

  /**
   * @param pods over which the events are distributed
   */
  static List<byte[]> of(EventStream recorded, CopiedWorkloads pods) {
    System.out.println("looking for recorded events that fire nothing, for half a minute ...");
    QuietEvents quiet = new QuietEvents(pods);
    List<byte[]> rest = pods.distributed(List.of(recorded.messages()));
    int quietRounds = 0;
    for (long second = NOW.getEpochSecond(); quietRounds < ROUNDS; second++) {
      List<byte[]> before = rest;
      new EventStream(before).setTime(second); // a window that has found something rests a while
      rest = quiet.without(before);
      quietRounds = rest.size() < before.size() ? 0 : quietRounds + 1;
    }
    return rest;
  }

  private List<byte[]> without(List<byte[]> messages) {
    List<byte[]> rest = new ArrayList<>();
    for (byte[] message : messages) {
      long foundBefore = found;
      Attribution where = attributor.settle(event.wrap(message));
      engine.evaluate(event, where);
      if (found == foundBefore) {
        rest.add(message);
      }
    }
    return rest;
  }
}
