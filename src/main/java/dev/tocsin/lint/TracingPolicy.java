package dev.tocsin.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a Tetragon tracing policy makes events of.
 *
 * @param hooks the function, as {@code event.function} has it, to what it passes on
 * @param open whether there may be more: a list of calls, a hook that this version does not read
 */
record TracingPolicy(String name, Map<String, Hook> hooks, boolean open) {
  private static final Pattern ARCHITECTURE = Pattern.compile("^__[a-z0-9]+_((compat_)?sys_)");

  /**
   * The arguments of a hook.
   *
   * @param arguments how many at most
   */
  record Hook(Set<String> labels, int arguments) {
    Hook and(Hook other) {
      Set<String> all = new HashSet<>(labels);
      all.addAll(other.labels);
      return new Hook(all, Math.max(arguments, other.arguments));
    }
  }

  static boolean is(LintObject object) {
    return object.apiVersion().equals("cilium.io/v1alpha1")
        && (object.kind().equals("TracingPolicy")
            || object.kind().equals("TracingPolicyNamespaced"));
  }

  static TracingPolicy of(JsonNode object) {
    JsonNode spec = object.path("spec");
    Map<String, Hook> hooks = new HashMap<>();
    List<String> unread = new ArrayList<>();
    for (JsonNode each : spec.path("kprobes")) {
      String call = each.path("call").asText();
      if (call.startsWith("list:")) {
        unread.add(call);
      }
      add(hooks, ARCHITECTURE.matcher(call).replaceFirst("$1"), each);
    }
    spec.path("lsmhooks").forEach(each -> add(hooks, each.path("hook").asText(), each));
    spec.path("tracepoints")
        .forEach(
            each ->
                add(
                    hooks,
                    each.path("subsystem").asText() + "/" + each.path("event").asText(),
                    each));
    for (String other : List.of("uprobes", "usdts", "fentries", "lists", "loader")) {
      if (spec.has(other)) {
        unread.add(other);
      }
    }
    return new TracingPolicy(
        object.at("/metadata/name").asText(), Map.copyOf(hooks), !unread.isEmpty());
  }

  private static void add(Map<String, Hook> hooks, String function, JsonNode hook) {
    Set<String> labels = new HashSet<>();
    int arguments = 0;
    for (JsonNode argument : hook.path("args")) {
      arguments++;
      if (argument.has("label")) {
        labels.add(argument.path("label").asText());
      }
    }
    hooks.merge(function, new Hook(Set.copyOf(labels), arguments), Hook::and);
  }
}
