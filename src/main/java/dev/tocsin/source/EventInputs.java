package dev.tocsin.source;

import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several recorded inputs as one stream.
 *
 * <p>The rule of order: one input alone is read as it is, without waiting for its end, so it can be
 * a pipe and as long as it likes. Several are read whole and put in the order of event time; a late
 * event goes where its time puts it, an event without a time (process_loader) keeps to the one
 * before it in its input, and events of the same time stay in the order of the inputs and of the
 * lines in them. A defect counts as an event without a time.
 *
 * <p>An execution or exit that was there before is passed over, and inputs without anything in them
 * are a defect.
 */
public final class EventInputs implements Iterator<Entry>, Closeable {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final List<EventInput> inputs;
  private final Iterator<Entry> entries;
  private final Repeats repeats = new Repeats();
  private final String names;
  private boolean nothingYet = true;

  private EventInputs(List<EventInput> inputs, String names) {
    this.inputs = inputs;
    this.names = names;
    this.entries = inputs.size() == 1 ? inputs.getFirst() : inOrder(inputs);
  }

  /**
   * @param files {@code -} is standard input
   * @throws IOException names the input that cannot be opened
   */
  public static EventInputs open(List<Path> files) throws IOException {
    List<EventInput> inputs = new ArrayList<>();
    try {
      for (Path file : files) {
        inputs.add(
            file.equals(STANDARD_INPUT)
                ? EventInput.of(name(file), System.in)
                : EventInput.open(file));
      }
    } catch (IOException e) {
      closeAll(inputs);
      throw e;
    }
    return new EventInputs(
        inputs, files.stream().map(EventInputs::name).collect(Collectors.joining(", ")));
  }

  private static String name(Path file) {
    return file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
  }

  private static Iterator<Entry> inOrder(List<EventInput> inputs) {
    List<Timed> all = new ArrayList<>();
    Event view = Event.of(new byte[0]);
    for (EventInput input : inputs) {
      long time = Long.MIN_VALUE;
      while (input.hasNext()) {
        Entry entry = input.next();
        time = timeOr(time, entry, view);
        all.add(new Timed(entry, time));
      }
    }
    all.sort(Comparator.comparingLong(Timed::time));
    return all.stream().map(Timed::entry).iterator();
  }

  private record Timed(Entry entry, long time) {}

  private static long timeOr(long before, Entry entry, Event view) {
    if (!(entry instanceof Entry.Message message)) {
      return before;
    }
    try {
      long time = view.wrap(message.message()).timeNanos();
      return time == 0 ? before : time;
    } catch (MalformedEventException e) {
      // counted by whoever evaluates it
      return before;
    }
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext() || nothingYet;
  }

  @Override
  public Entry next() {
    boolean empty = nothingYet && !entries.hasNext();
    nothingYet = false;
    if (empty) {
      return new Entry.Defect("there is nothing in it", Position.line(names, 1));
    }
    Entry entry = entries.next();
    return entry instanceof Entry.Message message && repeats.isRepeated(message.message())
        ? new Entry.Ignored(Entry.Ignored.Kind.REPEATED, entry.position())
        : entry;
  }

  @Override
  public void close() throws IOException {
    closeAll(inputs);
  }

  private static void closeAll(List<EventInput> inputs) throws IOException {
    for (EventInput input : inputs) {
      input.close();
    }
  }
}
