package dev.tocsin.transport;

import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes one report of the findings of one policy generation and group that come within a second, so
 * that a storm takes little room on its way. The first one after a quiet second goes at once.
 *
 * <p>Of the others, the newest by event time stands for all. When more groups are open than there
 * is room for, the one that was opened first is reported early.
 *
 * <p>For the evaluating thread alone; does no I/O.
 */
public final class Coalescer {
  /** How long findings are gathered. */
  public static final Duration WINDOW = Duration.ofSeconds(1);

  private final int maxGroups;
  private final Consumer<Reported> reports;

  /** In the order of their opening, so the first one is the first to be due. */
  private final Map<Key, Gathering> open = new LinkedHashMap<>();

  private record Key(PolicyId policy, Map<String, String> group) {}

  /**
   * @param maxGroups how many groups are gathered at the same time, at least 1
   */
  public Coalescer(int maxGroups, Consumer<Reported> reports) {
    if (maxGroups < 1) {
      throw new IllegalArgumentException("room for " + maxGroups + " groups");
    }
    this.maxGroups = maxGroups;
    this.reports = reports;
  }

  /**
   * @param nanos a clock that never goes back, such as {@link System#nanoTime}
   */
  public void add(Finding finding, long nanos) {
    tick(nanos);
    Key key = new Key(finding.policy().id(), finding.group());
    Gathering gathering = open.get(key);
    if (gathering != null) {
      gathering.add(finding);
      return;
    }
    if (open.size() == maxGroups) {
      Iterator<Gathering> gatherings = open.values().iterator();
      Gathering first = gatherings.next();
      gatherings.remove();
      report(first);
    }
    open.put(key, new Gathering(nanos));
    reports.accept(Reported.once(finding));
  }

  /** Reports what is due; to be called a few times a second. */
  public void tick(long nanos) {
    while (!open.isEmpty()) {
      Map.Entry<Key, Gathering> first = open.entrySet().iterator().next();
      Gathering gathering = first.getValue();
      if (nanos - gathering.since < WINDOW.toNanos()) {
        return;
      }
      open.remove(first.getKey());
      if (gathering.count > 0) {
        // not a quiet second: the next one goes on gathering
        open.put(first.getKey(), new Gathering(nanos));
        report(gathering);
      }
    }
  }

  /** Reports all that is gathered. */
  public void flush() {
    open.values().forEach(this::report);
    open.clear();
  }

  private void report(Gathering gathering) {
    Finding newest = gathering.newest;
    if (newest != null) {
      reports.accept(
          new Reported(newest, gathering.count, gathering.firstNanos, gathering.lastNanos));
    }
  }

  /** Findings of one group since it was last reported. */
  private static final class Gathering {
    private final long since;
    private @Nullable Finding newest;
    private long count;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    Gathering(long since) {
      this.since = since;
    }

    void add(Finding finding) {
      long time = finding.facts().timeNanos();
      count++;
      firstNanos = Math.min(firstNanos, time);
      if (time >= lastNanos) {
        lastNanos = time;
        newest = finding;
      }
    }
  }
}
