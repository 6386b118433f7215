package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Streams;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Tetragon tracing policy.
 *
 * @param hooks the function, as {@code event.function} has it, to its hooks
 * @param hookNames as {@code requires.hooks} has them: {@code fd_install}, {@code lsm/file_open},
 *     {@code sched/sched_process_exit}
 * @param since the release of Tetragon that it needs at least; empty where any will do
 * @param open whether there may be more: a list of calls, a hook that this version does not read
 */
public record TracingPolicy(
    String name,
    Map<String, List<Hook>> hooks,
    Set<String> hookNames,
    Optional<Release> since,
    boolean open) {
  /** {@code resolve} of an argument came with it, by its release notes. */
  private static final Release RESOLVE = new Release(1, 4);

  /** The oldest release that was seen to have {@code args} of matchArgs, and {@code ignore}. */
  private static final Release ARGS_AND_IGNORE = new Release(1, 6);

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
    Set<String> names = new TreeSet<>();
    List<String> unread = new ArrayList<>();
    for (JsonNode each : spec.path("kprobes")) {
      String call = each.path("call").asText();
      if (call.startsWith("list:")) {
        unread.add(call);
      }
      add(hooks, function(call), each);
      names.add(function(call));
    }
    for (JsonNode each : spec.path("lsmhooks")) {
      add(hooks, each.path("hook").asText(), each);
      names.add("lsm/" + each.path("hook").asText());
    }
    for (JsonNode each : spec.path("tracepoints")) {
      String event = each.path("subsystem").asText() + "/" + each.path("event").asText();
      add(hooks, event, each);
      names.add(event);
    }
    for (String other : List.of("uprobes", "usdts", "fentries", "lists", "loader")) {
      if (spec.has(other)) {
        unread.add(other);
      }
    }
    return new TracingPolicy(
        object.at("/metadata/name").asText(),
        Map.copyOf(hooks),
        Set.copyOf(names),
        since(spec),
        !unread.isEmpty());
  }

  private static Optional<Release> since(JsonNode spec) {
    boolean byArgs =
        spec.findValues("matchArgs").stream()
            .flatMap(matches -> Streams.stream(matches))
            .anyMatch(match -> match.has("args"));
    if (byArgs || spec.findValue("ignore") != null) {
      return Optional.of(ARGS_AND_IGNORE);
    }
    return spec.findValue("resolve") == null ? Optional.empty() : Optional.of(RESOLVE);
  }

  /** Its hooks of a function; empty when it does not trace it. */
  List<Hook> of(String function) {
    return hooks.getOrDefault(function, List.of());
  }

  /**
   * Whether it has one of some hooks.
   *
   * @param names as in {@code requires.hooks}
   */
  public boolean hasAny(Collection<String> names) {
    return names.stream().map(TracingPolicy::function).anyMatch(hookNames::contains);
  }

  /** Whether the selectors of one of some hooks can let out an event of a file with a path. */
  public boolean canSend(Collection<String> names, PathPattern path) {
    return names.stream()
        .map(name -> function(name).replaceFirst("^lsm/", ""))
        .flatMap(function -> of(function).stream())
        .anyMatch(hook -> hook.canLet(path));
  }

  /** Whether the selectors of a function let out every event of a file with such a path. */
  public boolean letsAll(String function, PathPattern path) {
    return of(function).stream().anyMatch(hook -> hook.letsAll(path));
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
