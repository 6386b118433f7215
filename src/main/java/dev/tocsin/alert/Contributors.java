package dev.tocsin.alert;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The largest contributors to an overflow alert, bounded: one that comes when all places are taken
 * gets the place of the smallest, and its count too. So whoever has more than a {@link #MOST}th of
 * all findings is always named, however many others there are; the counts add up to all findings,
 * and that of a latecomer can be too great by what it took over.
 */
final class Contributors {
  static final int MOST = 20;

  private static final Comparator<Contribution> LARGEST_FIRST =
      Comparator.comparingLong(Contribution::findings)
          .reversed()
          .thenComparing(Contribution::policy)
          .thenComparing(Contribution::subject);

  private record Who(String policy, String subject) {}

  private final Map<Who, Contribution> byWho = new LinkedHashMap<>(2);

  void add(Contribution more) {
    if (more.findings() == 0) {
      return;
    }
    Who who = new Who(more.policy(), more.subject());
    Contribution known = byWho.get(who);
    if (known == null && byWho.size() == MOST) {
      Contribution smallest = byWho.values().stream().max(LARGEST_FIRST).orElseThrow();
      byWho.remove(new Who(smallest.policy(), smallest.subject()));
      known = new Contribution(more.policy(), more.subject(), smallest.findings());
    }
    byWho.put(who, known == null ? more : known.plus(more.findings()));
  }

  void addAll(List<Contribution> others) {
    others.forEach(this::add);
  }

  /** Takes out what turned out to be counted already. */
  void subtract(Contribution counted) {
    byWho.computeIfPresent(
        new Who(counted.policy(), counted.subject()),
        (_, known) ->
            known.findings() <= counted.findings() ? null : known.plus(-counted.findings()));
  }

  /** The largest first. */
  List<Contribution> largestFirst() {
    return byWho.values().stream().sorted(LARGEST_FIRST).toList();
  }
}
