package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to an alert that people may want to know. */
public enum AlertTransition {
  /** It is new, or was closed and is open again. */
  @JsonProperty("Opened")
  OPENED,
  /** Its count has reached another power of ten. */
  @JsonProperty("Escalated")
  ESCALATED,
  /** Its triage was edited. */
  @JsonProperty("Changed")
  CHANGED,
  @JsonProperty("Closed")
  CLOSED,
  /** A value that this version does not know. */
  @JsonEnumDefaultValue
  @JsonProperty("Unknown")
  UNKNOWN
}
