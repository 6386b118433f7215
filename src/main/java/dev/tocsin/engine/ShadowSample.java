package dev.tocsin.engine;

import dev.tocsin.event.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /** As said by a node, whatever the sample claims. */
  public ShadowSample on(String reporting) {
    return new ShadowSample(timeNanos, reporting, pod, message);
  }

  /**
   * The newest of both, newest first; of those that say the same about the same pod, one. A flood
   * of one kind so leaves room for another.
   */
  public static List<ShadowSample> newest(List<ShadowSample> some, List<ShadowSample> others) {
    if (others.isEmpty() && some.size() <= 1) {
      return some;
    }
    List<ShadowSample> all = new ArrayList<>(some);
    all.addAll(others);
    all.sort(Comparator.comparingLong(ShadowSample::timeNanos).reversed());
    Set<List<String>> said = new HashSet<>();
    return all.stream()
        .filter(each -> said.add(List.of(each.pod(), each.message())))
        .limit(MOST)
        .toList();
  }
}
