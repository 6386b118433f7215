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
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One destination, and which alerts go there. */
@ApiObject
@ValidationRule(
    value =
        "[has(self.webhook), has(self.alertmanager), has(self.slack), has(self.teams),"
            + " has(self.pagerDuty), has(self.splunk), has(self.openTelemetry),"
            + " has(self.syslog), has(self.kafka)].filter(each, each).size() == 1",
    message = "an output has one destination")
@ValidationRule(
    value = "!has(self.alertmanager) || !has(self.events)",
    message = "Alertmanager is sent the state of all alerts: events cannot be chosen",
    fieldPath = ".events")
@ValidationRule(
    value =
        "has(self.template) ? has(self.slack) || has(self.teams) || has(self.pagerDuty) ||"
            + " (has(self.webhook) && has(self.webhook.format) &&"
            + " self.webhook.format == 'Template') : !has(self.webhook) ||"
            + " !has(self.webhook.format) || self.webhook.format != 'Template'",
    message =
        "template is for slack, teams, pagerDuty, and for a webhook with format Template, which"
            + " needs it")
@ValidationRule(
    value = "!has(self.group) || has(self.slack) || has(self.teams)",
    message = "group is for slack and teams",
    fieldPath = ".group")
public record AlertOutputSpec(
    @JsonPropertyDescription(
            "CEL over one alert, as in policies over SecurityAlert; absent: every alert. An alert"
                + " for which it fails does not match.")
        @Size(min = 1, max = Limits.EXPRESSION)
        @Nullable String match,
    @JsonPropertyDescription("The least severe alerts that are sent; absent: all.") @KnownOrUnknown
        @Nullable AlertSeverity minSeverity,
    @JsonPropertyDescription(
            "What is sent: Opened (new, or open again), Escalated (the count has reached another"
                + " power of ten), Changed (the triage was edited), Closed. Absent: Opened,"
                + " Escalated and Closed.")
        @Size(max = 4)
        @KnownOrUnknown
        List<AlertTransition> events,
    @JsonPropertyDescription(
            "Whether alerts are left out while a correlation alert stands for them: one that this"
                + " output sends, that is open and no less severe, and whose whole group has their"
                + " values. Missing values are equal to nothing.")
        @Default("false")
        @Nullable Boolean inhibitCorrelated,
    @JsonPropertyDescription(
            "How long to wait for an answer: 1s to 2m. Connecting takes 5 s at most.")
        @Default("30s")
        @Size(max = Limits.DURATION)
        @Pattern(GoDuration.PATTERN)
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('2m')",
            message = "the timeout is between 1s and 2m")
        @Nullable String timeout,
    @JsonPropertyDescription(
            "Requests per minute at most; absent: 60 for slack and teams, else 300.")
        @Min(1)
        @Max(6000)
        @Nullable Integer requestsPerMinute,
    @JsonPropertyDescription("How connections are secured.") @Nullable Tls tls,
    @JsonPropertyDescription("Any receiver of HTTP POST.") @Nullable Webhook webhook,
    @JsonPropertyDescription("Prometheus Alertmanager, API v2.")
        @Nullable Alertmanager alertmanager,
    @JsonPropertyDescription(
            "What is said of an alert, with {{expression}} holes over it, as in match. Values are"
                + " made harmless in the receiver's format.")
        @Size(min = 1, max = Limits.EXPRESSION)
        @Nullable String template,
    @JsonPropertyDescription(
            "Which alerts are sent together. Critical ones are sent at once, whatever this says.")
        @Nullable AlertGrouping group,
    @JsonPropertyDescription(
            "An incoming webhook of Slack, or of what takes its messages: Mattermost, Rocket.Chat.")
        @Nullable SlackOutput slack,
    @JsonPropertyDescription("A workflow of Microsoft Teams.") @Nullable TeamsOutput teams,
    @JsonPropertyDescription("PagerDuty, Events API v2.") @Nullable PagerDutyOutput pagerDuty,
    @JsonPropertyDescription("Splunk, HTTP Event Collector.") @Nullable SplunkOutput splunk,
    @JsonPropertyDescription("OpenTelemetry logs, by OTLP.")
        @Nullable OpenTelemetryOutput openTelemetry,
    @JsonPropertyDescription("A receiver of syslog, RFC 5424.") @Nullable SyslogOutput syslog,
    @JsonPropertyDescription(
            "A topic of Apache Kafka; only in the operator's own namespace, since brokers name"
                + " further addresses to connect to.")
        @Nullable KafkaOutput kafka) {
  /** What a URL looks like; a user or password in it would be shown to whoever sees the object. */
  static final String URL = "^https?://[A-Za-z0-9._:\\[\\]-]+(/[^\\s#]*)?$";

  static final int URL_LENGTH = 2048;

  public AlertOutputSpec {
    events = Absent.list(events);
  }

  /** How connections are secured. */
  @ApiObject
  public record Tls(
      @JsonPropertyDescription(
              "Authorities in PEM to trust instead of the public ones. They are no secret.")
          @Size(max = Limits.EXPRESSION)
          @Nullable String caBundle,
      @JsonPropertyDescription("Name in the certificate, where it is not the host of the URL.")
          @Size(max = Limits.NAME)
          @Nullable String serverName,
      @JsonPropertyDescription(
              "Secret of type kubernetes.io/tls with the certificate and key to show the receiver.")
          @Size(min = 1, max = Limits.NAME)
          @Nullable String certificateSecret) {}

  /** A receiver of HTTP POST. */
  @ApiObject
  @ValidationRule(
      value = "has(self.url) != has(self.urlFrom)",
      message = "the URL is given by url or by urlFrom")
  public record Webhook(
      @JsonPropertyDescription("Where to send, without user and password.")
          @Size(max = URL_LENGTH)
          @Pattern(URL)
          @Nullable String url,
      @JsonPropertyDescription("The URL, where it is a secret itself.") @Nullable SecretKey urlFrom,
      @JsonPropertyDescription(
              "CloudEvents (1.0, structured, in JSON), CloudEventsBinary (its attributes in"
                  + " headers), Object (the SecurityAlert as JSON), OCSF (a Detection Finding of"
                  + " 1.5.0) or Template (what spec.template says, as JSON).")
          @Default("CloudEvents")
          @KnownOrUnknown
          @Nullable Format format,
      @JsonPropertyDescription("How to authenticate; absent: not.")
          @Nullable HttpCredentials credentials,
      @JsonPropertyDescription(
              "Key that bodies are signed with, by HMAC-SHA256, in the header Tocsin-Signature.")
          @Nullable SecretKey signingKey) {

    /** What a body is. */
    public enum Format {
      @JsonProperty("CloudEvents")
      CLOUD_EVENTS,
      @JsonProperty("CloudEventsBinary")
      CLOUD_EVENTS_BINARY,
      @JsonProperty("Object")
      OBJECT,
      @JsonProperty("OCSF")
      OCSF,
      @JsonProperty("Template")
      TEMPLATE,
      /** A value that this version does not know. */
      @JsonEnumDefaultValue
      @JsonProperty("Unknown")
      UNKNOWN
    }
  }

  /** All instances of one Alertmanager. */
  @ApiObject
  public record Alertmanager(
      @JsonPropertyDescription(
              "Every instance, such as http://alertmanager-0.alertmanager:9093, never one address"
                  + " for all.")
          @Required
          @Size(min = 1, max = 8)
          List<@Size(max = URL_LENGTH) @Pattern(URL) String> urls,
      @JsonPropertyDescription("How to authenticate; absent: not.")
          @Nullable HttpCredentials credentials) {
    public Alertmanager {
      urls = Absent.list(urls);
    }
  }
}
