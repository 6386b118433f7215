package dev.tocsin.source;

import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.event.ProcessView;
import java.io.ByteArrayInputStream;

/** What comes from a node: Tetragon's bytes, texts with its JSON or records of Sysmon. */
public final class EventTarget {
  /** So that nothing that is read is optimised away. */
  private static int seen;

  private EventTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    view(input);
    read(new TextEvents("fuzz", new ByteArrayInputStream(input)));
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
      seen ^= texts(event).hashCode();
    } catch (MalformedEventException e) {
      // counted, and passed over
    }
  }

  /** What policies read most, the parts that are decoded in ways of their own among it. */
  private static String texts(Event event) {
    ProcessView process = event.process();
    return event.kind()
        + process.commandLine()
        + process.binary()
        + process.cwd()
        + process.command().chain()
        + process.command().shell().commands().size()
        + event.parent().name()
        + event.ancestors().size()
        + process.pod().labels()
        + event.arguments().stream().map(each -> each.text() + each.label()).toList();
  }
}
