package dev.tocsin.source;

import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import java.io.ByteArrayInputStream;
import java.util.function.Consumer;

/** What comes from a node: Tetragon's bytes, lines of its JSON export, lines of Sysmon. */
public final class EventTarget {
  private EventTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    view(input);
    read(new JsonLines("fuzz", new ByteArrayInputStream(input)));
    read(new SysmonLines("fuzz", new ByteArrayInputStream(input)));
  }

  private static void read(EntryReader reader) {
    for (Entry entry = reader.read(); entry != null; entry = reader.read()) {
      if (entry instanceof Entry.Message message) {
        view(message.message());
      }
    }
  }

  private static void view(byte[] message) {
    try {
      Event event = Event.of(message);
      touch(
          event,
          Event::kind,
          any -> any.process().commandLine() + any.process().binary() + any.process().cwd(),
          any -> any.parent().name() + any.ancestors().size(),
          any -> any.process().pod().labels(),
          any -> any.arguments().stream().map(each -> each.text() + each.label()).toList());
    } catch (MalformedEventException e) {
      // counted, and passed over
    }
  }

  @SafeVarargs
  private static void touch(Event event, Consumer<Event>... fields) {
    for (Consumer<Event> field : fields) {
      field.accept(event);
    }
  }
}
