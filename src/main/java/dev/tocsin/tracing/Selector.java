package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A selector of a hook. Who calls (namespaces, binaries, capabilities) is not looked at: it is
 * taken for a match.
 *
 * @param matches all of them must hold
 */
record Selector(List<ArgumentMatch> matches) {

  static Selector of(JsonNode selector, List<HookArgument> arguments) {
    List<ArgumentMatch> matches = new ArrayList<>();
    selector.path("matchArgs").forEach(each -> matches.add(ArgumentMatch.of(each, arguments)));
    return new Selector(List.copyOf(matches));
  }

  TruthValue lets(HookEvent event) {
    return matches.stream()
        .map(each -> each.holds(event))
        .reduce(TruthValue::and)
        .orElse(TruthValue.YES);
  }

  /** Paths are alternatives here: any of them may be the one that is asked for. */
  boolean canLet(PathPattern path) {
    List<ArgumentMatch> ofPaths = matches.stream().filter(ArgumentMatch::isOverPath).toList();
    return ofPaths.isEmpty() || ofPaths.stream().anyMatch(each -> each.canHold(path));
  }

  /** Whether it lets out every event of a file with such a path, whatever is done with it. */
  boolean letsAll(PathPattern path) {
    return matches.stream().filter(ArgumentMatch::isOverPath).allMatch(each -> each.holdsAll(path));
  }

  /** {@code flags Mask 3 and inner Postfix /etc/passwd, /etc/shadow, ...}. */
  String text() {
    return matches.stream().map(ArgumentMatch::text).collect(Collectors.joining(" and "));
  }
}
