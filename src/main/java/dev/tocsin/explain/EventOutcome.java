package dev.tocsin.explain;

import com.fasterxml.jackson.annotation.JsonValue;

/** What became of an event, from the farthest away to the finding. */
public enum EventOutcome {
  OTHER_KIND("OtherKind"),
  /** A process that the agent announces again at its own start. */
  INVENTORY("Inventory"),
  DISABLED("Disabled"),
  OUT_OF_SCOPE("OutOfScope"),
  /** Too many errors: the engine has taken the policy out. */
  SUSPENDED("Suspended"),
  NO_MATCH("NoMatch"),
  FAILED("Failed"),
  /** It would match, and happens where the policy does not look. */
  MATCHES_OUT_OF_SCOPE("MatchesOutOfScope"),
  EXCEPTED("Excepted"),
  /** A match, too late for its window. */
  LATE("Late"),
  /** A match that did not complete its window. */
  COUNTED("Counted"),
  FIRES("Fires");

  private final String apiName;

  EventOutcome(String apiName) {
    this.apiName = apiName;
  }

  @JsonValue
  public String apiName() {
    return apiName;
  }
}
