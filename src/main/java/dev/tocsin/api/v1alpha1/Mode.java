package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a policy's findings. */
public enum Mode {
  @JsonProperty("Active")
  ACTIVE,
  @JsonProperty("Shadow")
  SHADOW,
  @JsonProperty("Disabled")
  DISABLED,
  /** A value that this version does not know. */
  @JsonEnumDefaultValue
  @JsonProperty("Unknown")
  UNKNOWN
}
