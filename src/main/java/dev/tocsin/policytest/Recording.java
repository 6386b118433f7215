package dev.tocsin.policytest;

import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import dev.tocsin.source.Entry;
import dev.tocsin.source.EventInput;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of a recording that a test selects. */
final class Recording implements Iterator<Entry>, Closeable {
  private final String place;
  private final EventInput input;
  private final Optional<Predicate> where;
  private final Attributor attributor;
  private final EventContext context = new EventContext();
  private @Nullable Entry next;

  Recording(Step.Recorded step, Inventory inventory) throws InvalidTestException {
    place = step.place();
    attributor = new Attributor(inventory);
    where = predicate(step);
    try {
      input = EventInput.open(step.file());
    } catch (IOException e) {
      throw new InvalidTestException(place + ".recording: " + e.getMessage(), e);
    }
  }

  private static Optional<Predicate> predicate(Step.Recorded step) throws InvalidTestException {
    if (step.where().isEmpty()) {
      return Optional.empty();
    }
    Environment.Checked checked =
        Environment.standard().check(step.place() + ".where", step.where().get(), ResultType.BOOL);
    CheckedExpression expression =
        checked
            .expression()
            .orElseThrow(
                () -> new InvalidTestException(checked.diagnostics().getFirst().toString()));
    return Optional.of(new ExpressionCompiler(Map.of()).predicate(expression));
  }

  String place() {
    return place;
  }

  @Override
  public boolean hasNext() {
    while (next == null && input.hasNext()) {
      Entry entry = input.next();
      if (isSelected(entry)) {
        next = entry;
      }
    }
    return next != null;
  }

  private boolean isSelected(Entry entry) {
    if (where.isEmpty() || !(entry instanceof Entry.Message message)) {
      return true;
    }
    try {
      Event event = Event.of(message.message());
      context.enter(event, attributor.settle(event));
      return where.get().test(context);
    } catch (EvaluationException | MalformedEventException e) {
      return false; // what it asks for is not there
    }
  }

  @Override
  public Entry next() {
    Entry entry = hasNext() ? next : null;
    if (entry == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return entry;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
