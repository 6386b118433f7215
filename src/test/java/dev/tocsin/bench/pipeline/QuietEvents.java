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
    recorded.setTime(NOW.getEpochSecond());
    QuietEvents quiet = new QuietEvents(pods);
    List<byte[]> rest = pods.distributed(List.of(recorded.messages()));
    List<byte[]> before;
    do { // a window that counts finds something only after a while
      before = rest;
      rest = quiet.without(before);
    } while (rest.size() < before.size());
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
