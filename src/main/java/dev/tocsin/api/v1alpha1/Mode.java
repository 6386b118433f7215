package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a policy's findings. */
public enum Mode {
  @JsonProperty("Active")
  ACTIVE,
  @JsonProperty("Shadow")
  SHADOW,
  @JsonProperty("Disabled")
  DISABLED
}
