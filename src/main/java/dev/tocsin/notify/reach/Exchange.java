package dev.tocsin.notify.reach;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is noted of requests while an output is tested, for whoever tests it: nothing secret. At all
 * other times nothing is noted.
 */
public final class Exchange {
  private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();
  private static final int MOST = 12;

  private final List<String> lines = new ArrayList<>();

  /** Does some work; what this thread notes meanwhile goes here. */
  public <X extends Throwable> void during(ScopedValue.CallableOp<Void, X> work) throws X {
    ScopedValue.where(CURRENT, this).call(work);
  }

  /** Notes a line, if somebody wants to know. */
  public static void note(Supplier<String> line) {
    if (CURRENT.isBound() && CURRENT.get().lines.size() < MOST) {
      CURRENT.get().lines.add(line.get());
    }
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }
}
