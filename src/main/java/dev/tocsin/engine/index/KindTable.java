package dev.tocsin.engine.index;

import dev.tocsin.engine.index.PolicyIndex.Numbered;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The policies that look at events of one wire kind, by what their condition asks of an event.
 * Immutable but for what it works with.
 */
final class KindTable {
  private final EventKind kind;
  private final long[] all;

  /** By the place of the clause in the condition. */
  private final List<ClauseTables> clauses;

  private final List<Gate> gates;
  private final long[] chosen;

  /** Of one clause: the policies that are asked for it, and those whose clause the event meets. */
  private final long[] asked;

  private final long[] met;
  private final EncodedText text = new EncodedText();

  /** Policies that take only some events of the kind, such as those that are a connection. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares gates
  private record Gate(Admission admission, long[] policies) {}

  /** Of no policies. */
  KindTable(EventKind kind) {
    this(
        kind,
        new long[0],
        Collections.nCopies(IndexCondition.MOST_CLAUSES, ClauseTables.NONE),
        List.of());
  }

  private KindTable(EventKind kind, long[] all, List<ClauseTables> clauses, List<Gate> gates) {
    this.kind = kind;
    this.all = all;
    this.clauses = clauses;
    this.gates = gates;
    this.chosen = new long[all.length];
    this.asked = new long[all.length];
    this.met = new long[all.length];
  }

  /**
   * With other policies, and the same tables where those have no part in them.
   *
   * @param gone those that leave, by their numbers
   * @param come those that take a number that is free then
   */
  KindTable with(List<? extends Numbered<?>> gone, List<? extends Numbered<?>> come) {
    List<? extends Numbered<?>> out = gone.stream().filter(this::isOfKind).toList();
    List<? extends Numbered<?>> in = come.stream().filter(this::isOfKind).toList();
    if (out.isEmpty() && in.isEmpty()) {
      return this;
    }
    int room = in.stream().mapToInt(Numbered::number).max().orElse(-1) + 1;
    long[] nowAll = PolicySet.copy(all, room);
    out.forEach(each -> PolicySet.clear(nowAll, each.number()));
    in.forEach(each -> PolicySet.set(nowAll, each.number()));
    List<ClauseTables> nowClauses = new ArrayList<>();
    for (int place = 0; place < clauses.size(); place++) {
      nowClauses.add(clauses.get(place).with(out, in, this::condition, place, room));
    }
    return new KindTable(kind, nowAll, List.copyOf(nowClauses), gates(out, in, room));
  }

  private boolean isOfKind(Numbered<?> policy) {
    return admission(policy) != null;
  }

  private @Nullable Admission admission(Numbered<?> policy) {
    return Admission.of(kind, policy.entry().kinds());
  }

  private IndexCondition condition(Numbered<?> policy) {
    return policy.entry().conditions().getOrDefault(kind, IndexCondition.ALWAYS);
  }

  private List<Gate> gates(
      List<? extends Numbered<?>> out, List<? extends Numbered<?>> in, int room) {
    Map<Admission, long[]> policies = new LinkedHashMap<>();
    gates.forEach(gate -> policies.put(gate.admission(), gate.policies().clone()));
    for (Numbered<?> each : out) {
      long[] set = policies.get(admission(each));
      if (set != null) {
        PolicySet.clear(set, each.number());
      }
    }
    for (Numbered<?> each : in) {
      Admission admission = admission(each);
      if (admission != null && !admission.always()) {
        long[] set = PolicySet.copy(policies.getOrDefault(admission, new long[0]), room);
        PolicySet.set(set, each.number());
        policies.put(admission, set);
      }
    }
    return policies.entrySet().stream()
        .filter(gate -> !PolicySet.isEmpty(gate.getValue()))
        .map(gate -> new Gate(gate.getKey(), gate.getValue()))
        .toList();
  }

  /** All policies of the kind. */
  long[] all() {
    return all;
  }

  /**
   * The policies whose condition the event meets. The array is the table's own, good until the next
   * call.
   *
   * @param seeing the policies that may see its place
   */
  long[] choose(Event event, long[] seeing) {
    for (int word = 0; word < chosen.length; word++) {
      chosen[word] = all[word] & seeing[word];
    }
    for (int i = 0; i < clauses.size(); i++) {
      narrow(event, clauses.get(i));
    }
    for (int i = 0; i < gates.size(); i++) {
      Gate gate = gates.get(i);
      if (PolicySet.intersect(gate.policies(), chosen) && !gate.admission().takes(event)) {
        for (int word = 0; word < gate.policies().length; word++) {
          chosen[word] &= ~gate.policies()[word];
        }
      }
    }
    return chosen;
  }

  /** Takes out those of the chosen that have a clause which the event does not meet. */
  private void narrow(Event event, ClauseTables clause) {
    long[] asking = clause.asking();
    if (!PolicySet.intersect(asking, chosen)) {
      return;
    }
    for (int word = 0; word < asking.length; word++) {
      asked[word] = asking[word] & chosen[word];
      met[word] = 0;
    }
    clause.choose(event, text, asked, met);
    for (int word = 0; word < asking.length; word++) {
      chosen[word] &= ~asked[word] | met[word];
    }
  }
}
