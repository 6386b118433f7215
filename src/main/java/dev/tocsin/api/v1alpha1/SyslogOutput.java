package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A receiver of syslog, RFC 5424. */
@ApiObject
public record SyslogOutput(
    @JsonPropertyDescription("Name or address of the receiver.")
        @Required
        @Size(min = 1, max = Limits.NAME)
        @Pattern("^[A-Za-z0-9._:-]+$")
        String host,
    @JsonPropertyDescription("Port of the receiver. Absent: 6514 for TLS, 514 otherwise.")
        @Min(1)
        @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription(
            "TLS (RFC 5425), TCP (RFC 6587 with octet counting) or UDP (RFC 5426).")
        @Default("TLS")
        @KnownOrUnknown
        @Nullable Protocol protocol,
    @JsonPropertyDescription("JSON (the SecurityAlert) or CEF (Common Event Format).")
        @Default("JSON")
        @KnownOrUnknown
        @Nullable Format format,
    @JsonPropertyDescription(
            "Private enterprise number in the name of the structured data. Absent: "
                + "32473, which is reserved for examples.")
        @Min(1)
        @Nullable Long enterpriseNumber) {

  /** How messages are carried. */
  public enum Protocol {
    @JsonProperty("TLS")
    TLS,
    @JsonProperty("TCP")
    TCP,
    @JsonProperty("UDP")
    UDP,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** What a message is. */
  public enum Format {
    @JsonProperty("JSON")
    JSON,
    @JsonProperty("CEF")
    CEF,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }
}
