package dev.tocsin.engine.window;

import dev.tocsin.engine.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The windows as their documentation tells them: remembers everything, tries everything. */
final class WindowModel {
  private final Policy.Window window;
  private final long within;
  private final Map<List<String>, Group> groups = new HashMap<>();
  private long late;

  /** A match at a time, and what it counts as. */
  record Entry(long time, List<String> values) {}

  private static final class Group {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Span> reported = new ArrayList<>();
    private long newest = Long.MIN_VALUE;
  }

  WindowModel(Policy.Window window) {
    this.window = window;
    this.within = window.within().toNanos();
  }

  long late() {
    return late;
  }

  long add(List<String> key, long time, List<String> values) {
    Group group = groups.computeIfAbsent(key, k -> new Group());
    if (group.newest != Long.MIN_VALUE && time < group.newest - WindowStore.LATENESS.toNanos()) {
      late++;
      return 0;
    }
    group.newest = Math.max(group.newest, time);
    if (group.reported.stream().anyMatch(span -> span.covers(time))) {
      return 0;
    }
    if (addsNothing(values)) {
      return 0;
    }
    group.entries.add(new Entry(time, values));
    Span completed = completed(group.entries, time, values);
    if (completed == null) {
      return 0;
    }
    group.entries.removeIf(entry -> completed.covers(entry.time()));
    group.reported.add(completed);
    return completed.count();
  }

  private boolean addsNothing(List<String> values) {
    return window.type() == Policy.Window.Type.SUM && Long.parseLong(values.getFirst()) <= 0;
  }

  private @Nullable Span completed(List<Entry> entries, long time, List<String> values) {
    return switch (window.type()) {
      case EVENT_COUNT, VALUE_COUNT, SUM, TEMPORAL -> holding(entries, time);
      case TEMPORAL_ORDERED -> {
        for (String value : values) {
          Span span = sequence(entries, time, value);
          if (span != null) {
            yield span;
          }
        }
        yield null;
      }
    };
  }

  /** The first window that holds the time and enough. */
  private @Nullable Span holding(List<Entry> entries, long time) {
    for (long start : new TreeSet<>(entries.stream().map(Entry::time).toList())) {
      List<Entry> held =
          entries.stream().filter(e -> start <= e.time() && e.time() <= start + within).toList();
      if (start <= time && time <= start + within && measure(held) >= threshold()) {
        long last = held.stream().mapToLong(Entry::time).max().orElseThrow();
        return new Span(start, last, measure(held));
      }
    }
    return null;
  }

  private long measure(List<Entry> held) {
    if (window.type() == Policy.Window.Type.EVENT_COUNT) {
      return held.size();
    }
    if (window.type() == Policy.Window.Type.SUM) {
      return held.stream().mapToLong(entry -> Long.parseLong(entry.values().getFirst())).sum();
    }
    Set<String> distinct = new HashSet<>();
    held.forEach(entry -> distinct.addAll(entry.values()));
    return distinct.size();
  }

  private long threshold() {
    return window.steps().isEmpty() ? window.threshold() : window.steps().size();
  }

  /** The tightest of all sequences through one step at one time. */
  private @Nullable Span sequence(List<Entry> entries, long time, String through) {
    List<Span> spans = new ArrayList<>();
    extend(entries, time, through, 0, Long.MIN_VALUE, Long.MIN_VALUE, spans);
    return spans.stream()
        .filter(span -> span.last() - span.first() <= within)
        .min(java.util.Comparator.comparingLong(span -> span.last() - span.first()))
        .orElse(null);
  }

  /** Whether an event at a time is several steps: then nothing is in order with it. */
  private static boolean isSeveral(List<Entry> entries, long time) {
    return entries.stream().anyMatch(each -> each.time() == time && each.values().size() > 1);
  }

  private void extend(
      List<Entry> entries,
      long time,
      String through,
      int step,
      long first,
      long last,
      List<Span> spans) {
    if (step == window.steps().size()) {
      spans.add(new Span(first, last, step));
      return;
    }
    String name = window.steps().get(step).name();
    for (Entry entry : entries) {
      boolean inOrder = entry.time() > last || (entry.time() == last && !isSeveral(entries, last));
      boolean fits = entry.values().contains(name) && (step == 0 || inOrder);
      if (fits && (!name.equals(through) || entry.time() == time)) {
        extend(
            entries,
            time,
            through,
            step + 1,
            step == 0 ? entry.time() : first,
            entry.time(),
            spans);
      }
    }
  }

  /** Whether any window at all holds enough, by the definition alone. */
  static boolean everHolds(Policy.Window window, List<Entry> entries) {
    WindowModel model = new WindowModel(window);
    entries.removeIf(entry -> model.addsNothing(entry.values()));
    return entries.stream().anyMatch(e -> model.completed(entries, e.time(), e.values()) != null);
  }
}
