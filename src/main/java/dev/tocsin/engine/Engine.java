package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Evaluates events against the installed policies and hands findings on.
 *
 * <p>{@link #evaluate} belongs to one thread; {@link #install} and the readers may be called from
 * any other.
 */
public final class Engine {
  public Engine(Consumer<Finding> findings) {
    throw new UnsupportedOperationException();
  }

  /**
   * Replaces the policies atomically, without a gap. The window state of a policy whose generation
   * did not change survives.
   */
  public void install(List<CompiledPolicy> policies) {
    throw new UnsupportedOperationException();
  }

  /**
   * Offers one event. Never throws for a bad policy; {@link
   * dev.tocsin.event.MalformedEventException} for a bad event.
   */
  public void evaluate(Event event, Attribution where) {
    throw new UnsupportedOperationException();
  }

  /** The kinds that the installed policies ask for: what the event source should subscribe to. */
  public Set<EventKind> eventKinds() {
    throw new UnsupportedOperationException();
  }

  /** One entry per installed policy. */
  public List<PolicyStats> stats() {
    throw new UnsupportedOperationException();
  }
}
