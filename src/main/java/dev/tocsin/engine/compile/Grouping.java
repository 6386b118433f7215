package dev.tocsin.engine.compile;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Pod;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.TextExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that distinguish one group from another. A value that is absent is the empty text: a
 * group of its own, never a reason to drop a match.
 */
public final class Grouping {
  private final List<Key> keys;
  private final boolean byWorkload;

  private Grouping(List<Key> keys, boolean byWorkload) {
    this.keys = keys;
    this.byWorkload = byWorkload;
  }

  static Grouping by(List<Key> keys) {
    return new Grouping(List.copyOf(keys), false);
  }

  /**
   * The default of alerts: the container of a workload, whichever pod it runs in; the node for what
   * runs outside any known pod.
   */
  static Grouping byWorkload() {
    return new Grouping(List.of(), true);
  }

  /** One expression and how the policy writes it. */
  record Key(String expression, TextExpression value) {}

  /** Expression to value, in the order of the policy. */
  public Map<String, String> of(EventContext context) throws EvaluationException {
    if (byWorkload) {
      return workload(context.where());
    }
    Map<String, String> group = LinkedHashMap.newLinkedHashMap(keys.size());
    for (Key key : keys) {
      group.put(key.expression(), value(key, context));
    }
    return group;
  }

  /** The values alone, in the order of the policy; the list is the caller's. */
  public List<String> values(EventContext context) throws EvaluationException {
    if (byWorkload) {
      return new ArrayList<>(workload(context.where()).values());
    }
    List<String> values = new ArrayList<>(keys.size());
    for (Key key : keys) {
      values.add(value(key, context));
    }
    return values;
  }

  private static String value(Key key, EventContext context) throws EvaluationException {
    try {
      return key.value().text(context);
    } catch (EvaluationException e) {
      if (e.reason() == EvaluationException.Cause.ABSENT) {
        return "";
      }
      throw e;
    }
  }

  private static Map<String, String> workload(Attribution where) {
    Pod pod = where.pod();
    Map<String, String> group = new LinkedHashMap<>();
    if (!pod.present()) {
      group.put("node.name", where.node().name());
      return group;
    }
    Container container = where.container();
    group.put("pod.namespace", pod.namespace());
    group.put("pod.workload.kind", pod.workload().kind());
    group.put("pod.workload.name", pod.workload().name());
    group.put("container.name", container.name());
    return group;
  }
}
