package dev.tocsin.alert;

import dev.tocsin.engine.Finding;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.fair.FairRoom;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.AlertView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts an alert of a policy over alerts is made of: those that the policy had in its window
 * when it fired, and those that it meets as long as its alert is open. Each of them names the first
 * such alert as its incident. One that is made of the alerts of an incident is part of it too, so
 * that there is one incident where several policies see the same attack.
 *
 * <p>Guarded by the book's lock.
 */
final class Incidents {
  /**
   * Groups whose alerts are kept until their policy fires; then, of the pod and namespace that have
   * the most, the group that was met the longest ago is given up.
   */
  private static final int MOST_GROUPS = 10_000;

  private final Placement placement;
  private final AlertBook book;
  private final Ledger ledger;

  /** Alerts that a policy met before it fired, by the base of the name of the alert to be. */
  private final FairRoom<String, Deque<ContributingAlert>> waiting =
      FairRoom.byUse(MOST_GROUPS, MOST_GROUPS);

  Incidents(Placement placement, AlertBook book, Ledger ledger) {
    this.placement = placement;
    this.book = book;
    this.ledger = ledger;
  }

  /** A policy over alerts met one of those that it looks for. */
  void matched(Finding draft, AlertView view, Instant now) {
    ContributingAlert part = ContributingAlert.of(view);
    String base = placement.nameOf(draft).base();
    AlertState incident = book.latest(base);
    if (incident != null && incident.takesFindings()) {
      join(incident, part, now);
      return;
    }
    Deque<ContributingAlert> before = waiting.get(base);
    if (before == null) {
      before = new ArrayDeque<>(2);
      waiting.put(base, before, Contributor.of(view.where()), 1);
      waiting.takeExcess();
    }
    before.addLast(part);
    if (before.size() > Composition.PARTS) {
      before.removeFirst();
    }
  }

  /** A policy over alerts fired: what it met within its window is what its alert is made of. */
  void found(Finding finding, Instant now) {
    String base = placement.nameOf(finding).base();
    AlertState incident = book.latest(base);
    Deque<ContributingAlert> parts = waiting.get(base);
    if (incident == null || parts == null) {
      return;
    }
    waiting.remove(base);
    long earliest = finding.facts().timeNanos() - window(finding.policy()).toNanos();
    List<ContributingAlert> inWindow = new ArrayList<>(parts);
    inWindow.removeIf(each -> each.firstSeenNanos() < earliest);
    inWindow.forEach(part -> join(incident, part, now));
  }

  private static Duration window(Policy policy) {
    Policy.Window window = policy.window();
    return window == null ? Duration.ZERO : window.within();
  }

  private void join(AlertState incident, ContributingAlert part, Instant now) {
    AlertState alert = stateOf(part.name());
    String known = alert == null ? "" : alert.content().marking().incident();
    AlertName other = AlertName.parse(known);
    if (other != null && other.base().equals(incident.name.base())) {
      boolean isCounted =
          !other.equals(incident.name) || incident.content().tally().composition().names(part);
      if (isCounted) {
        return; // in an earlier episode, or before a restart
      }
    }
    incident.joinedBy(part, now);
    ledger.settle(incident, now);
    if (alert == null) {
      return;
    }
    AlertState outer = stateOf(known);
    if (outer == null) {
      alert.joined(incident.name, now);
      ledger.settle(alert, now);
    } else if (outer != incident && outer.takesFindings()) {
      nest(incident, outer, part, now);
    }
  }

  /** Only one that is part of nothing becomes part of another, so there are no circles. */
  private void nest(AlertState inner, AlertState outer, ContributingAlert part, Instant now) {
    if (inner.content().marking().incident().isEmpty()
        && outer.content().marking().incident().isEmpty()) {
      AlertSummary summary = inner.summary;
      join(
          outer,
          new ContributingAlert(
              inner.namespace(),
              inner.name.toString(),
              summary.policyKey(),
              summary.severity(),
              summary.message(),
              part.firstSeenNanos(),
              List.of(),
              List.of()),
          now);
    }
  }

  private @Nullable AlertState stateOf(String name) {
    AlertName parsed = AlertName.parse(name);
    return parsed == null ? null : book.get(parsed);
  }
}
