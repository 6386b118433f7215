package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.EventPart;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventSchemaTest {
  /** They say when and where an event was; and {@code event} has its fields. */
  private static final Set<String> OF_EVERY_EVENT =
      Set.of("event", "node", "event.kind", "event.time", "event.node", "event.cluster");

  @Test
  void whatExpressionsReadIsOfEveryEventOrAPartThatSomeKindsHave() {
    Stream<String> read =
        Stream.concat(
            EventSchema.VARIABLES.keySet().stream(),
            EventSchema.EVENT.fieldNames().stream().map(name -> "event." + name));

    assertThat(read.filter(path -> !OF_EVERY_EVENT.contains(path)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(EventPart.values()).map(EventPart::path).toList());
  }
}
