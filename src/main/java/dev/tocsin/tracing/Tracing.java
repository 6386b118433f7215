package dev.tocsin.tracing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Some tracing policies together.
 *
 * @param policies none of them {@link TracingPolicy#open}
 */
public record Tracing(List<TracingPolicy> policies) {

  /** Why Tetragon would not send an event; empty when it would, or when that is unknown. */
  public Optional<String> refusal(HookEvent event) {
    List<TracingPolicy> hooked =
        policies.stream().filter(each -> each.hooks().containsKey(event.function())).toList();
    if (hooked.isEmpty()) {
      return Optional.of(
          "none of the required tracing policies ("
              + policies.stream().map(TracingPolicy::name).collect(Collectors.joining(", "))
              + ") traces "
              + event.function());
    }
    boolean sent =
        hooked.stream()
            .flatMap(each -> each.of(event.function()).stream())
            .anyMatch(hook -> hook.lets(event) != TruthValue.NO);
    return sent
        ? Optional.empty()
        : Optional.of(
            hooked.stream()
                .map(each -> wanted(each, event.function()))
                .collect(Collectors.joining("; ")));
  }

  /**
   * Which operators, that this version does not know, decide whether Tetragon sends an event; empty
   * when none does.
   */
  public Optional<String> doubt(HookEvent event) {
    List<Hook> hooks =
        policies.stream().flatMap(each -> each.of(event.function()).stream()).toList();
    Set<String> unknown =
        hooks.stream()
            .flatMap(hook -> hook.selectors().stream())
            .filter(selector -> selector.lets(event) == TruthValue.UNKNOWN)
            .flatMap(selector -> selector.matches().stream())
            .filter(match -> !match.isKnown())
            .map(ArgumentMatch::operator)
            .collect(Collectors.toCollection(TreeSet::new));
    boolean sent = hooks.stream().anyMatch(hook -> hook.lets(event) == TruthValue.YES);
    return sent || unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "operator "
                + String.join(", ", unknown)
                + " of a selector on "
                + event.function()
                + " is not known here");
  }

  private static String wanted(TracingPolicy policy, String function) {
    return policy.name()
        + " wants of "
        + function
        + ": "
        + policy.of(function).stream()
            .flatMap(hook -> hook.selectors().stream())
            .map(Selector::text)
            .collect(Collectors.joining(", or "));
  }

  /** Whether a hook can let out an event of a file with such a path. */
  public boolean canSend(PathPattern path) {
    return policies.stream()
        .flatMap(each -> each.hooks().values().stream())
        .flatMap(List::stream)
        .anyMatch(hook -> hook.canLet(path));
  }
}
