package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** From least to most severe. */
public enum AlertSeverity {
  @JsonProperty("Info")
  INFO,
  @JsonProperty("Low")
  LOW,
  @JsonProperty("Medium")
  MEDIUM,
  @JsonProperty("High")
  HIGH,
  @JsonProperty("Critical")
  CRITICAL,
  /** A value that this version does not know. */
  @JsonEnumDefaultValue
  @JsonProperty("Unknown")
  UNKNOWN
}
