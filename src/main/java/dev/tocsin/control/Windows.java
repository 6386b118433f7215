package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.WatchedKind;
import dev.tocsin.api.v1alpha1.Window;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Windows of the API to those of the engine. */
final class Windows {
  /** The container of a workload, whichever pod it runs in; the node outside any pod. */
  private static final List<String> BY_WORKLOAD =
      List.of(
          "pod.namespace",
          "pod.workload.kind",
          "pod.workload.name",
          "pod.name == '' ? node.name : container.name");

  private Windows() {}

  static Policy.Window translate(Window window, Problems problems) {
    Policy.Window.Type type =
        problems.translated(
            "spec.window.type",
            window.type(),
            Policy.Window.Type.class,
            Policy.Window.Type.EVENT_COUNT);
    return new Policy.Window(
        type,
        window.field(),
        window.groupBy().isEmpty() ? BY_WORKLOAD : window.groupBy(),
        problems.duration("spec.window.within", window.within(), Duration.ofMinutes(1)),
        threshold(type, window, problems),
        steps(window.steps(), problems));
  }

  private static long threshold(Policy.Window.Type type, Window window, Problems problems) {
    return switch (type) {
      case EVENT_COUNT, VALUE_COUNT, SUM -> {
        if (window.condition() == null) {
          problems.add("spec.window.condition", "is required for a count or sum");
          yield 1L;
        }
        yield window.condition().gte();
      }
      case TEMPORAL, TEMPORAL_ORDERED -> window.steps().size();
    };
  }

  private static List<Policy.Window.Step> steps(List<Window.Step> steps, Problems problems) {
    List<Policy.Window.Step> translated = new ArrayList<>();
    for (Window.Step step : steps) {
      String place = "spec.window.steps[" + translated.size() + "]";
      translated.add(
          new Policy.Window.Step(
              problems.required(place + ".name", step.name()),
              events(place + ".events", step.events(), problems),
              problems.required(place + ".match", step.match())));
    }
    return translated;
  }

  static Set<EventKind> events(String place, List<WatchedKind> kinds, Problems problems) {
    Set<EventKind> events = EnumSet.noneOf(EventKind.class);
    for (int i = 0; i < kinds.size(); i++) {
      events.add(
          problems.translated(
              place + "[" + i + "]", kinds.get(i), EventKind.class, EventKind.PROCESS_EXEC));
    }
    return events;
  }
}
