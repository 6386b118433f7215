package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A receiver of OpenTelemetry logs. */
@ApiObject
public record OpenTelemetryOutput(
    @JsonPropertyDescription(
            "URL of the receiver, such as http://collector.monitoring:4318. With HTTP, "
                + "/v1/logs is appended; with GRPC there is no path, and https means TLS.")
        @Required
        @Size(max = AlertOutputSpec.URL_LENGTH)
        @Pattern(AlertOutputSpec.URL)
        String url,
    @JsonPropertyDescription("How to authenticate. Absent: no authentication.")
        @Nullable HttpCredentials credentials,
    @JsonPropertyDescription(
            "Body of the log record: Text (the alert's message) or OCSF (a Detection "
                + "Finding of 1.5.0, as JSON).")
        @Default("Text")
        @KnownOrUnknown
        @Nullable Body body,
    @JsonPropertyDescription("HTTP (OTLP in protobuf over HTTP) or GRPC.")
        @Default("HTTP")
        @KnownOrUnknown
        @Nullable Protocol protocol) {

  /** How records are carried. */
  public enum Protocol {
    @JsonProperty("HTTP")
    HTTP,
    @JsonProperty("GRPC")
    GRPC,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** What the body of a record is. */
  public enum Body {
    @JsonProperty("Text")
    TEXT,
    @JsonProperty("OCSF")
    OCSF,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }
}
