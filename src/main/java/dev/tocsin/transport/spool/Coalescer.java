package dev.tocsin.transport.spool;

import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.fair.FairRoom;
import dev.tocsin.engine.policy.PolicyId;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes one report of the findings of one policy generation and group that come within a second, so
 * that a storm takes little room on its way. The first one after a quiet second goes at once.
 *
 * <p>Of the others, the newest by event time stands for all. When more is gathered than there is
 * room for, what was opened first by the pod that takes the most is reported early.
 *
 * <p>For the evaluating thread alone; does no I/O.
 */
public final class Coalescer {
  /** How long findings are gathered. */
  static final Duration WINDOW = Duration.ofSeconds(1);

  private final Consumer<Reported> reports;

  /** The eldest is the first to be due. */
  private final FairRoom<Key, Gathering> open;

  private record Key(PolicyId policy, Map<String, String> group) {}

  /**
   * @param maxGroups how many groups are gathered at the same time, at least 1
   * @param maxBytes how much memory the findings that stand for them take, roughly; at least {@code
   *     maxGroups}
   */
  public Coalescer(int maxGroups, long maxBytes, Consumer<Reported> reports) {
    this.open = FairRoom.byAge(maxGroups, maxBytes);
    this.reports = reports;
  }

  /**
   * @param nanos a clock that never goes back, such as {@link System#nanoTime}
   */
  public void add(Finding finding, long nanos) {
    tick(nanos);
    Key key = new Key(finding.policy().id(), finding.group());
    Gathering gathering = open.get(key);
    if (gathering == null) {
      open(key, Contributor.of(finding.facts().where()), nanos);
      reports.accept(Reported.once(finding));
    } else {
      gathering.add(finding);
      open.resize(key, gathering.bytes());
    }
    for (Gathering excess = open.takeExcess(); excess != null; excess = open.takeExcess()) {
      report(excess);
    }
  }

  private void open(Key key, Contributor contributor, long nanos) {
    Gathering gathering = new Gathering(key, contributor, nanos);
    open.put(key, gathering, contributor, gathering.bytes());
  }

  /** Reports what is due; to be called a few times a second. */
  public void tick(long nanos) {
    for (Gathering first = open.eldest();
        first != null && nanos - first.since >= WINDOW.toNanos();
        first = open.eldest()) {
      open.remove(first.key);
      if (first.count > 0) {
        // not a quiet second: the next one goes on gathering
        open(first.key, first.contributor, nanos);
        report(first);
      }
    }
  }

  /** Reports all that is gathered. */
  public void flush() {
    for (Gathering first = open.eldest(); first != null; first = open.eldest()) {
      open.remove(first.key);
      report(first);
    }
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
    private final Key key;
    private final Contributor contributor;
    private final long since;
    private @Nullable Finding newest;
    private long bytes;
    private long count;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    Gathering(Key key, Contributor contributor, long since) {
      this.key = key;
      this.contributor = contributor;
      this.since = since;
      this.bytes = bytes(key);
    }

    void add(Finding finding) {
      long time = finding.facts().timeNanos();
      count++;
      firstNanos = Math.min(firstNanos, time);
      if (time >= lastNanos) {
        lastNanos = time;
        newest = finding;
        bytes = bytes(key) + bytes(finding);
      }
    }

    long bytes() {
      return bytes;
    }

    private static long bytes(Key key) {
      long chars = 0;
      for (String value : key.group.values()) {
        chars += value.length();
      }
      return 512 + 2 * chars;
    }

    /** Of what is watched; the pod is the inventory's own. */
    private static long bytes(Finding finding) {
      long chars = finding.message().length() + chars(finding.facts().process());
      for (ProcessSnapshot ancestor : finding.facts().ancestors()) {
        chars += chars(ancestor);
      }
      return 2 * chars;
    }

    private static long chars(ProcessSnapshot process) {
      return 128L
          + process.execId().length()
          + process.binary().length()
          + process.name().length()
          + process.arguments().length()
          + process.cwd().length()
          + process.user().length();
    }
  }
}
