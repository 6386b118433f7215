package dev.tocsin.event;

import java.util.List;
import java.util.Map;

/**
 * A view over one encoded {@code tetragon.GetEventsResponse}. A field that nobody asks for is never
 * decoded. Absent messages read as empty views, absent strings as {@code ""}, absent numbers as 0.
 *
 * <p>Not thread safe. Reading a broken message throws {@link MalformedEventException}, from any
 * accessor.
 */
public final class Event {
  private Event() {}

  /** Wraps the message; the array is kept, not copied, and must not change any more. */
  public static Event of(byte[] message) {
    throw new UnsupportedOperationException();
  }

  /** The kind on the wire; never a derived one. */
  public EventKind kind() {
    throw new UnsupportedOperationException();
  }

  /** Whether this event is of the kind, derived kinds included. */
  public boolean is(EventKind kind) {
    throw new UnsupportedOperationException();
  }

  /** Unix time in nanoseconds, 0 when the event carries none (process_loader). */
  public long timeNanos() {
    throw new UnsupportedOperationException();
  }

  public String node() {
    throw new UnsupportedOperationException();
  }

  public String cluster() {
    throw new UnsupportedOperationException();
  }

  public Map<String, String> nodeLabels() {
    throw new UnsupportedOperationException();
  }

  /**
   * The function of a kprobe or LSM event without its architecture prefix; {@code subsys/event} of
   * a tracepoint.
   */
  public String function() {
    throw new UnsupportedOperationException();
  }

  public String tracingPolicy() {
    throw new UnsupportedOperationException();
  }

  /** Enum name as Tetragon writes it ({@code KPROBE_ACTION_POST}), {@code ""} when absent. */
  public String action() {
    throw new UnsupportedOperationException();
  }

  public String message() {
    throw new UnsupportedOperationException();
  }

  public List<String> tags() {
    throw new UnsupportedOperationException();
  }

  /** The int return value of a kprobe, 0 when absent. */
  public long returnValue() {
    throw new UnsupportedOperationException();
  }

  public ProcessView process() {
    throw new UnsupportedOperationException();
  }

  public ProcessView parent() {
    throw new UnsupportedOperationException();
  }

  /** Beyond the parent, nearest first; empty unless the agent sends ancestors. */
  public List<ProcessView> ancestors() {
    throw new UnsupportedOperationException();
  }

  public Connection connection() {
    throw new UnsupportedOperationException();
  }

  public FileView file() {
    throw new UnsupportedOperationException();
  }

  /** All arguments of a kprobe, LSM, tracepoint, uprobe or USDT event, by position. */
  public List<Argument> arguments() {
    throw new UnsupportedOperationException();
  }

  /** The encoded message. */
  public byte[] bytes() {
    throw new UnsupportedOperationException();
  }
}
