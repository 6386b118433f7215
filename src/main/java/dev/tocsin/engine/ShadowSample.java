package dev.tocsin.engine;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import dev.tocsin.event.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What a policy in shadow mode would have reported, so that people see what and not only how often.
 *
 * @param timeNanos event time
 * @param pod {@code namespace/name}; {@code ""} for a process of the node
 * @param message of the alert, with secrets taken out
 */
public record ShadowSample(long timeNanos, String node, String pod, String message) {
  /** How many are kept of a policy. */
  public static final int MOST = 5;

  /** In code points. */
  public static final int LONGEST_MESSAGE = 256;

  /** In code points: as long as a namespace and a name can be. */
  public static final int LONGEST_POD = 317;

  private static final Comparator<ShadowSample> NEWEST_FIRST =
      Comparator.comparingLong(ShadowSample::timeNanos).reversed();

  /** Of what would have been an alert. */
  static ShadowSample of(Finding finding) {
    Pod pod = finding.facts().where().pod();
    return new ShadowSample(
            finding.facts().timeNanos(),
            finding.facts().node(),
            pod.name().isEmpty() ? "" : pod.namespace() + "/" + pod.name(),
            finding.message())
        .bounded();
  }

  /** With texts that are no longer than they may be. */
  public ShadowSample bounded() {
    return new ShadowSample(
        timeNanos, node, Text.cut(pod, LONGEST_POD), Text.cut(message, LONGEST_MESSAGE));
  }

  /**
   * As said by a node, whatever the sample claims.
   *
   * @param now what it claims to happen later happened now, to the second
   */
  public ShadowSample saidBy(String reporting, Instant now) {
    long latest = TimeUnit.SECONDS.toNanos(now.getEpochSecond() + 1);
    return new ShadowSample(Math.min(timeNanos, latest), reporting, pod, message).bounded();
  }

  /**
   * The newest of both, newest first; of those that say the same about the same pod, one. The
   * places are shared by the nodes, and those of a node by its pods: none takes them all while
   * others have something to show.
   */
  public static List<ShadowSample> newest(List<ShadowSample> some, List<ShadowSample> others) {
    if (others.isEmpty() && some.size() <= 1) {
      return some;
    }
    List<ShadowSample> all = new ArrayList<>(some);
    all.addAll(others);
    all.sort(NEWEST_FIRST);
    Set<List<String>> said = new HashSet<>();
    all.removeIf(each -> !said.add(List.of(each.pod(), each.message())));
    takeTurns(all, each -> List.of(each.node(), each.pod()));
    takeTurns(all, ShadowSample::node);
    List<ShadowSample> kept = new ArrayList<>(all.subList(0, Math.min(MOST, all.size())));
    kept.sort(NEWEST_FIRST);
    return List.copyOf(kept);
  }

  /** First the first of each owner, then the second of each, and so on. */
  private static void takeTurns(List<ShadowSample> all, Function<ShadowSample, Object> owner) {
    Multiset<Object> before = HashMultiset.create();
    Map<ShadowSample, Integer> turns = new IdentityHashMap<>();
    for (ShadowSample each : all) {
      turns.put(each, before.add(owner.apply(each), 1));
    }
    all.sort(Comparator.comparing(turns::get));
  }
}
