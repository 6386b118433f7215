package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What people made of an alert. */
@ApiObject
public record Triage(
    @JsonPropertyDescription(
            "State of the triage. A closed alert that fires again becomes a new one.")
        @Default("Open")
        @KnownOrUnknown
        @Nullable State state,
    @JsonPropertyDescription("Who decided.") @Size(max = Limits.LINE) @Nullable String by,
    @JsonPropertyDescription("Reason for the decision, and what follows from it.")
        @Size(max = Limits.TEXT)
        @Nullable String note,
    @JsonPropertyDescription("When to look at the alert again.") @Size(max = Limits.TIMESTAMP)
        @Nullable String until) {

  /** Open while nobody said otherwise. */
  public enum State {
    @JsonProperty("Open")
    OPEN,
    @JsonProperty("Acknowledged")
    ACKNOWLEDGED,
    @JsonProperty("Closed")
    CLOSED,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }

  public static Triage open() {
    return new Triage(State.OPEN, null, null, null);
  }
}
