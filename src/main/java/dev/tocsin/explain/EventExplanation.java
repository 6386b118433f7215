package dev.tocsin.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a policy does or does not fire for one event.
 *
 * @param number which event of the input it is, from 1
 * @param process path and arguments, as the agent reports them
 * @param command what that means
 * @param because one sentence
 * @param steps in the engine's order, up to the one that decided
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EventExplanation(
    long number,
    String time,
    String kind,
    String function,
    String node,
    String pod,
    String container,
    String process,
    CommandExplanation command,
    EventOutcome verdict,
    String because,
    List<Step> steps) {

  /**
   * What the engine asked.
   *
   * @param name {@code kind}, {@code scope}, {@code index}, {@code match}, a step of the window, an
   *     exception
   * @param result in words
   * @param part how an expression came to its value; absent where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Step(String name, String result, @Nullable Part part) {}
}
