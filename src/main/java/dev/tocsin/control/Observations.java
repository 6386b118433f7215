package dev.tocsin.control;

import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import java.util.List;
import java.util.Map;

/** What goes into the status of policies. Read often, from any thread: answers at once. */
public interface Observations {

  /**
   * Whether nodes have had the time to say how they are: before that, no status of theirs is
   * written.
   */
  default boolean isSettled() {
    return true;
  }

  /** One for each node that should run policies. */
  List<NodeObservation> nodes();

  /** Counters of the installed policies. */
  List<PolicyStats> policies();

  /**
   * Matches that those who report them had counted before this process observed them for the first
   * time; not part of {@link #policies}. A stored status may count them already.
   */
  default long matchesBefore(PolicyId policy) {
    return 0;
  }

  /** The alerts of each policy that has or had some, by {@code namespace/name}. */
  Map<String, AlertCounts> alerts();

  /**
   * Alerts of one policy.
   *
   * @param open not closed now
   * @param total made since this process started
   * @param overflowed findings since this process started that met a cap
   */
  record AlertCounts(long open, long total, long overflowed) {
    public static final AlertCounts NONE = new AlertCounts(0, 0, 0);
  }
}
