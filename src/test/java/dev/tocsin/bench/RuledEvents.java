package dev.tocsin.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.ProcessView;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import software.amazon.event.ruler.Machine;

/**
 * The baseline of somebody who gives his twenty policies to event-ruler, which AWS matches events
 * by: one automaton over JSON, made here of the fields that the twenty ask for and of no other.
 */
final class RuledEvents {
  static final String START = "start";
  static final String HOOK = "hook";

  private static final JsonFactory JSON = new JsonFactory();

  private final Machine machine = new Machine();

  RuledEvents() {
    for (Twenty each : Twenty.values()) {
      try {
        machine.addRule(each.name(), each.rule());
      } catch (IOException e) {
        throw new IllegalStateException(each.name(), e);
      }
    }
  }

  /** What the twenty may ask of an event. */
  static String json(Event event) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      switch (event.kind()) {
        case PROCESS_EXEC -> {
          ProcessView process = event.process();
          json.writeStringField("kind", START);
          json.writeStringField("name", process.name());
          json.writeStringField("binary", process.binary());
          json.writeStringField("arguments", process.arguments());
          json.writeStringField("parent", event.parent().name());
        }
        case PROCESS_KPROBE, PROCESS_LSM, PROCESS_TRACEPOINT -> {
          json.writeStringField("kind", HOOK);
          json.writeStringField("path", event.file().path());
          json.writeStringField("function", event.function());
          if (event.is(EventKind.PROCESS_CONNECT)) {
            json.writeStringField("destinationIP", event.connection().destinationIP());
          }
        }
        default -> json.writeStringField("kind", "other");
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  /** How many of them match. */
  int matches(String json) {
    try {
      List<?> matching = machine.rulesForJSONEvent(json);
      return matching.size();
    } catch (Exception e) {
      throw new IllegalStateException(json, e);
    }
  }
}
