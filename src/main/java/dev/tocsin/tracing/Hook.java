package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One hook of a tracing policy.
 *
 * @param selectors each lets out what matches all of it; without any, everything is let out
 * @param optional whether the policy loads without it, on a kernel that has no such function
 */
public record Hook(List<HookArgument> arguments, List<Selector> selectors, boolean optional) {

  static Hook of(JsonNode hook) {
    List<HookArgument> arguments = new ArrayList<>();
    hook.path("args").forEach(each -> arguments.add(HookArgument.of(each)));
    List<Selector> selectors = new ArrayList<>();
    hook.path("selectors").forEach(each -> selectors.add(Selector.of(each, arguments)));
    return new Hook(
        List.copyOf(arguments),
        List.copyOf(selectors),
        hook.at("/ignore/callNotFound").asBoolean(false));
  }

  /** What its selectors do with an event. */
  TruthValue lets(HookEvent event) {
    return selectors.stream()
        .map(each -> each.lets(event))
        .reduce(TruthValue::or)
        .orElse(TruthValue.YES);
  }

  /** Whether its selectors can let out an event of a file with such a path. */
  boolean canLet(PathPattern path) {
    return arguments.stream().anyMatch(HookArgument::isPath)
        && (selectors.isEmpty() || selectors.stream().anyMatch(each -> each.canLet(path)));
  }

  /** Whether its selectors let out every event of a file with such a path. */
  boolean letsAll(PathPattern path) {
    return arguments.stream().anyMatch(HookArgument::isPath)
        && (selectors.isEmpty() || selectors.stream().anyMatch(each -> each.letsAll(path)));
  }
}
