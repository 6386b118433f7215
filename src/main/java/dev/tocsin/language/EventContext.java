package dev.tocsin.language;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The event that is being evaluated, as expressions see it. One for each evaluating thread, reused
 * from event to event.
 *
 * <p>Remembers what the expressions of one event have in common: the views of its objects, and the
 * values of a policy's variables.
 */
public final class EventContext {
  private static final Object[] NO_VALUES = {};

  private final EncodedText scratch = new EncodedText();
  private final EncodedText lowerCase = new EncodedText();

  private @Nullable Event event;
  private @Nullable Attribution where;
  private long count = 1;

  private @Nullable Object process;
  private @Nullable Object parent;
  private @Nullable Object ancestors;

  private @Nullable Object variablesOf;
  private @Nullable Object[] variables = NO_VALUES;

  private @Nullable Object[] elements = NO_VALUES;
  private int iterations;

  /** Turns to another event. */
  public void enter(Event event, Attribution where) {
    this.event = event;
    this.where = where;
    this.count = 1;
    this.process = null;
    this.parent = null;
    this.ancestors = null;
    this.variablesOf = null;
  }

  /** What {@code count} reads as, in messages. */
  public void count(long count) {
    this.count = count;
  }

  /** The value of a variable of the environment, {@code null} when there is no such variable. */
  @Nullable Object resolve(String name) {
    return switch (name) {
      case "process" -> process();
      case "parent" -> parent();
      case "ancestors" -> ancestors();
      case EventSchema.ARGUMENTS ->
          event().arguments().stream().map(ArgumentSchema::value).toList();
      case Arguments.BY_LABEL -> Arguments.byLabel(event());
      case Environment.COUNT -> count;
      default -> {
        EventSchema.Variable<?> variable = EventSchema.OBJECTS.get(name);
        yield variable == null ? null : variable.view(this);
      }
    };
  }

  /** For the text that is looked at right now: good until the next one is. */
  EncodedText scratch() {
    return scratch;
  }

  /** The same with small letters: good until the next one is asked for. */
  EncodedText lowerCase(EncodedText text) {
    lowerCase.lowerCaseOf(text);
    return lowerCase;
  }

  /**
   * The values of the variables that {@code owner} has worked out for this event, {@code null}
   * where it has not yet.
   */
  @Nullable Object[] variables(Object owner, int size) {
    if (variablesOf != owner) {
      variablesOf = owner;
      if (variables.length < size) {
        variables = new Object[size];
      } else {
        Arrays.fill(variables, 0, size, null);
      }
    }
    return variables;
  }

  /** The element that a loop is at. */
  Object element(int slot) {
    Object element = elements[slot];
    if (element == null) {
      throw new IllegalStateException("outside of its loop");
    }
    return element;
  }

  /** A loop comes to its next element. */
  void element(int slot, Object element) {
    if (slot >= elements.length) {
      elements = Arrays.copyOf(elements, slot + 1);
    }
    elements[slot] = element;
  }

  /** A loop begins that is in no other one. */
  void beginIterations() {
    iterations = 0;
  }

  /**
   * @return how many the outermost loop and those in it have taken together
   */
  int iterate() {
    return ++iterations;
  }

  private Object process() {
    Object view = process;
    if (view == null) {
      view = ProcessSchema.PROCESS.view(event().process());
      process = view;
    }
    return view;
  }

  private Object parent() {
    Object view = parent;
    if (view == null) {
      view = ProcessSchema.PROCESS.view(event().parent());
      parent = view;
    }
    return view;
  }

  private Object ancestors() {
    Object views = ancestors;
    if (views == null) {
      List<?> list = event().ancestors().stream().map(ProcessSchema.PROCESS::view).toList();
      ancestors = list;
      return list;
    }
    return views;
  }

  public Event event() {
    if (event == null) {
      throw new IllegalStateException("no event has been entered");
    }
    return event;
  }

  public Attribution where() {
    if (where == null) {
      throw new IllegalStateException("no event has been entered");
    }
    return where;
  }
}
