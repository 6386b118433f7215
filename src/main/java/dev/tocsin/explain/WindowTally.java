package dev.tocsin.explain;

import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledStep;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledWindow;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the matches that the engine counted, by group, to say how far they came. What completes a
 * window is for the engine to say.
 */
final class WindowTally {
  private static final int VALUES = 10;

  private final CompiledPolicy compiled;
  private final CompiledWindow window;
  private final Redaction redaction;
  private final Map<Map<String, String>, Group> groups = new LinkedHashMap<>();

  WindowTally(CompiledPolicy compiled, CompiledWindow window, Redaction redaction) {
    this.compiled = compiled;
    this.window = window;
    this.redaction = redaction;
  }

  private record Match(long time, List<String> values) {}

  private final class Group {
    private final Deque<Match> recent = new ArrayDeque<>();
    private final Set<String> values = new LinkedHashSet<>();
    private long matches;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long most;
    private long findings;

    void add(Match match, boolean completes) {
      matches++;
      first = Math.min(first, match.time());
      last = Math.max(last, match.time());
      recent.add(match);
      recent.removeIf(each -> each.time() < last - window.window().within().toNanos());
      most = Math.max(most, atOnce());
      match.values().stream().filter(value -> values.size() < VALUES).forEach(values::add);
      if (completes) {
        findings++;
      }
    }

    private long atOnce() {
      return switch (window.window().type()) {
        case EVENT_COUNT -> recent.size();
        case VALUE_COUNT, TEMPORAL, TEMPORAL_ORDERED -> {
          Set<String> distinct = new HashSet<>();
          recent.forEach(each -> distinct.addAll(each.values()));
          yield distinct.size();
        }
        case SUM ->
            recent.stream()
                .flatMap(each -> each.values().stream())
                .mapToLong(value -> Math.max(0, Long.parseLong(value)))
                .sum();
      };
    }

    WindowProgress progress(Map<String, String> group) {
      Map<String, String> shown = new LinkedHashMap<>(group);
      shown.replaceAll((expression, value) -> redaction.apply(value));
      return new WindowProgress(
          shown,
          matches,
          most,
          window.window().threshold(),
          values.stream().map(redaction::apply).toList(),
          Instant.ofEpochSecond(0, first).toString(),
          Instant.ofEpochSecond(0, last).toString(),
          findings);
    }
  }

  /**
   * @param timeNanos event time
   */
  void add(EventContext context, long timeNanos, boolean completes) {
    try {
      Map<String, String> group = new LinkedHashMap<>(window.groupBy().of(context));
      if (!window.locality().spansNodes()) {
        group.put("event.node", context.event().node());
      }
      groups
          .computeIfAbsent(group, key -> new Group())
          .add(new Match(timeNanos, values(context)), completes);
    } catch (EvaluationException e) {
      throw new IllegalStateException("the engine has counted it", e);
    }
  }

  private List<String> values(EventContext context) throws EvaluationException {
    if (window.field() != null) {
      try {
        return List.of(window.field().text(context));
      } catch (EvaluationException e) {
        if (e.reason() == EvaluationException.Cause.ABSENT) {
          return List.of(window.window().type() == Policy.Window.Type.SUM ? "0" : "");
        }
        throw e;
      }
    }
    List<String> names = new ArrayList<>();
    for (CompiledStep step : window.steps()) {
      if (compiled.kindsOf(step).stream().anyMatch(context.event()::is) && holds(step, context)) {
        names.add(step.step().name());
      }
    }
    return names;
  }

  private static boolean holds(CompiledStep step, EventContext context) {
    try {
      return step.match().test(context);
    } catch (EvaluationException e) {
      return false; // as for the engine: what fails does not hold
    }
  }

  int groups() {
    return groups.size();
  }

  /** Those that came farthest first. */
  List<WindowProgress> progress(int limit) {
    return groups.entrySet().stream()
        .map(group -> group.getValue().progress(group.getKey()))
        .sorted(
            Comparator.comparingLong(WindowProgress::findings)
                .thenComparingLong(WindowProgress::most)
                .thenComparingLong(WindowProgress::matches)
                .reversed())
        .limit(limit)
        .toList();
  }
}
