package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Tetragon tracing policy.
 *
 * @param hooks the function, as {@code event.function} has it, to its hooks
 * @param open whether there may be more: a list of calls, a hook that this version does not read
 */
public record TracingPolicy(String name, Map<String, List<Hook>> hooks, boolean open) {
  private static final Pattern ARCHITECTURE = Pattern.compile("^__[a-z0-9]+_((compat_)?sys_)");

  /** Whether an object of Kubernetes is one. */
  public static boolean is(JsonNode object) {
    String kind = object.path("kind").asText();
    return object.path("apiVersion").asText().equals("cilium.io/v1alpha1")
        && (kind.equals("TracingPolicy") || kind.equals("TracingPolicyNamespaced"));
  }

  public static TracingPolicy of(JsonNode object) {
    JsonNode spec = object.path("spec");
    Map<String, List<Hook>> hooks = new LinkedHashMap<>();
    List<String> unread = new ArrayList<>();
    for (JsonNode each : spec.path("kprobes")) {
      String call = each.path("call").asText();
      if (call.startsWith("list:")) {
        unread.add(call);
      }
      add(hooks, function(call), each);
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

  /** Its hooks of a function; empty when it does not trace it. */
  List<Hook> of(String function) {
    return hooks.getOrDefault(function, List.of());
  }

  /** The functions that it traces on every kernel. */
  public Set<String> functions() {
    return hooks.entrySet().stream()
        .filter(hook -> !hook.getValue().stream().allMatch(Hook::optional))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The name of a function without the prefix of an architecture. */
  public static String function(String call) {
    return ARCHITECTURE.matcher(call).replaceFirst("$1");
  }

  private static void add(Map<String, List<Hook>> hooks, String function, JsonNode hook) {
    hooks.computeIfAbsent(function, key -> new ArrayList<>()).add(Hook.of(hook));
  }
}
