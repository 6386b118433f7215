package dev.tocsin.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a policy is about, in words.
 *
 * @param functions traced functions that its expressions name
 * @param scope one sentence for each part
 * @param fires when a match becomes a finding
 * @param counted where its window is counted, and why
 * @param alertKey the expressions whose values make one alert
 * @param index how the engine comes to offer it an event
 * @param warnings what was left out when it was read, such as exceptions with mistakes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PolicyExplanation(
    String policy,
    String file,
    String title,
    String severity,
    int riskScore,
    String mode,
    List<String> events,
    List<String> functions,
    List<String> scope,
    String match,
    String fires,
    String counted,
    List<String> alertKey,
    String expireAfter,
    List<ExceptionRule> exceptions,
    List<Need> needs,
    List<IndexEntry> index,
    List<String> warnings) {

  /** What must not fire. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ExceptionRule(String source, String match, String expiresAt, String namespace) {}

  /**
   * What a node must have.
   *
   * @param what the tracing policy, option or version
   * @param because events and fields that come from it
   * @param stated whether the policy's {@code requires} says so
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Need(String what, List<String> because, boolean stated) {}

  /**
   * One entry of the engine's index.
   *
   * @param kind of events on the wire
   * @param offered which of them are offered to the policy
   */
  public record IndexEntry(String kind, String offered) {}
}
