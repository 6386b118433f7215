package dev.tocsin.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * A policy, and what became of events.
 *
 * @param verdicts how many events came to which verdict
 * @param events those that came nearest to firing, in the order of the input
 * @param windows groups of the policy's window; the first few
 * @param otherGroups groups that are not among them
 * @param defects pieces of the input that were no event
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Explanation(
    PolicyExplanation policy,
    Map<EventOutcome, Long> verdicts,
    List<EventExplanation> events,
    List<WindowProgress> windows,
    int otherGroups,
    List<String> defects) {

  /** Events of the kinds that the policy watches, of which there may be more than are shown. */
  public long watched() {
    return verdicts.entrySet().stream()
        .filter(each -> each.getKey() != EventOutcome.OTHER_KIND)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
