package dev.tocsin.event;

import java.util.List;
import java.util.Map;

/**
 * An alert that was opened, as an event of kind {@link EventKind#SECURITY_ALERT}.
 *
 * @param name of its object, which no other alert has
 * @param namespace where its object is
 * @param policy the name of the policy that made it
 * @param severity as policies write it: {@code High}
 * @param state of its triage: {@code Open}, {@code Acknowledged}, {@code Closed}
 * @param count findings at that time
 * @param group what distinguishes it from the policy's other alerts: expression to value
 * @param firstSeenNanos event time of its first finding: Unix time in nanoseconds, to the
 *     microsecond, as its object says it
 * @param overAlerts whether it was made of alerts itself: then it is no event for policies over
 *     alerts, and there are no loops
 * @param where what its first finding was about, without annotations. After a restart without
 *     labels of the namespace and of the node too, which its object does not keep
 */
public record AlertView(
    String name,
    String namespace,
    String policy,
    String policyNamespace,
    String title,
    String message,
    String severity,
    int riskScore,
    List<String> techniques,
    List<String> tactics,
    String state,
    long count,
    Map<String, String> group,
    long firstSeenNanos,
    String cluster,
    boolean overAlerts,
    Attribution where) {
  /** Of an event that is no alert. */
  public static final AlertView NONE =
      new AlertView(
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          0,
          List.of(),
          List.of(),
          "",
          0,
          Map.of(),
          0,
          "",
          false,
          new Attribution(
              Attribution.Source.UNKNOWN, Pod.NONE, Container.NONE, new Node("", Map.of())));

  public boolean present() {
    return !name.isEmpty();
  }
}
