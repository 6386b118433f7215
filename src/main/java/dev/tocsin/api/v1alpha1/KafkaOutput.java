package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic of Apache Kafka. */
@ApiObject
@ValidationRule(
    value =
        "!has(self.sasl) || self.sasl.mechanism != 'PLAIN' || !has(self.protocol) ||"
            + " self.protocol != 'Plaintext'",
    message = "PLAIN shows the password to whoever listens: it needs TLS",
    fieldPath = ".sasl")
public record KafkaOutput(
    @JsonPropertyDescription("Bootstrap brokers, as HOST:PORT. They name the others.")
        @Required
        @Size(min = 1, max = 4)
        List<
                @Size(max = Limits.NAME + 6)
                @Pattern("^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):[0-9]{1,5}$") String>
            brokers,
    @JsonPropertyDescription("The topic. It must exist.")
        @Required
        @Size(min = 1, max = 249)
        @Pattern("^[A-Za-z0-9._-]+$")
        String topic,
    @JsonPropertyDescription("TLS or Plaintext.") @Default("TLS") @KnownOrUnknown
        @Nullable Protocol protocol,
    @JsonPropertyDescription(
            "CloudEventsBinary (1.0, attributes in headers, the SecurityAlert as "
                + "value), CloudEvents (structured, in JSON), Object (the SecurityAlert as "
                + "JSON) or OCSF (a Detection Finding of 1.5.0).")
        @Default("CloudEventsBinary")
        @KnownOrUnknown
        @Nullable Format format,
    @JsonPropertyDescription(
            "How to authenticate. Absent: by certificate if there is one, else not at " + "all.")
        @Nullable Sasl sasl) {

  public KafkaOutput {
    brokers = Absent.list(brokers);
  }

  /** User and password. */
  @ApiObject
  public record Sasl(
      @JsonPropertyDescription("SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN.") @Required @KnownOrUnknown
          Mechanism mechanism,
      @JsonPropertyDescription("The user.")
          @Required
          @Size(min = 1, max = Limits.LINE)
          @Pattern("^[^\\x00-\\x1f\\x7f]+$")
          String username,
      @JsonPropertyDescription("The password.") @Required SecretKey password) {}

  /** How a password is shown. */
  public enum Mechanism {
    @JsonProperty("SCRAM-SHA-512")
    SCRAM_SHA_512,
    @JsonProperty("SCRAM-SHA-256")
    SCRAM_SHA_256,
    @JsonProperty("PLAIN")
    PLAIN,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** How connections are secured. */
  public enum Protocol {
    @JsonProperty("TLS")
    TLS,
    @JsonProperty("Plaintext")
    PLAINTEXT,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** What a record is. */
  public enum Format {
    @JsonProperty("CloudEventsBinary")
    CLOUD_EVENTS_BINARY,
    @JsonProperty("CloudEvents")
    CLOUD_EVENTS,
    @JsonProperty("Object")
    OBJECT,
    @JsonProperty("OCSF")
    OCSF,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }
}
