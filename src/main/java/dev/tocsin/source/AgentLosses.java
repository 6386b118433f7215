package dev.tocsin.source;

import java.util.Locale;
import java.util.Map;

/**
 * Events that an agent lost before they reached its stream, counted since this process first looked
 * at the agent. All subscribers of an agent share its losses, but for the last hop, which counts
 * those of any of them.
 *
 * @param problem why the counts do not go on now, {@code ""} when they do
 * @param lost of the hops that the agent reported at least once
 */
public record AgentLosses(String problem, Map<Hop, Long> lost) {

  /** Where an agent can lose events, in the order in which they pass. */
  public enum Hop {
    /** The program in the kernel could not hand the event over. */
    KERNEL,
    /** The ring buffer between kernel and agent, or the agent's queue behind it, was full. */
    RINGBUF,
    /** The queue of a subscriber was full. */
    LISTENER;

    /** As metrics and reports call it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public AgentLosses {
    lost = Map.copyOf(lost);
  }

  /** Of an agent that was never looked at. */
  public static AgentLosses unknown(String problem) {
    return new AgentLosses(problem, Map.of());
  }

  public boolean isKnown() {
    return problem.isEmpty();
  }
}
