package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** An HTTP Event Collector of Splunk. */
@ApiObject
public record SplunkOutput(
    @JsonPropertyDescription("URL of the collector, such as https://splunk.example.com:8088.")
        @Required
        @Size(max = AlertOutputSpec.URL_LENGTH)
        @Pattern(AlertOutputSpec.URL)
        String url,
    @JsonPropertyDescription("Token of the collector.") @Required SecretKey token,
    @JsonPropertyDescription("Index to write to. Absent: the token's default index.")
        @Size(min = 1, max = Limits.NAME)
        @Pattern("^[a-z0-9_][a-z0-9_-]*$")
        @Nullable String index,
    @JsonPropertyDescription(
            "Whether to wait until Splunk has indexed what it received. The token must "
                + "have indexer acknowledgment enabled.")
        @Default("false")
        @Nullable Boolean acknowledgment,
    @JsonPropertyDescription(
            "CIM (field names of Splunk's Common Information Model) or OCSF (a "
                + "Detection Finding of 1.5.0).")
        @Default("CIM")
        @KnownOrUnknown
        @Nullable Format format) {

  /** What an event is. */
  public enum Format {
    @JsonProperty("CIM")
    CIM,
    @JsonProperty("OCSF")
    OCSF,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }
}
