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
            + " has(self.syslog), has(self.kafka), has(self.policyReport)].filter(each, each).size() == 1",
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
            "CEL over an alert, as in policies over SecurityAlert. Absent: every "
                + "alert. An alert on which it fails does not match.")
        @Size(min = 1, max = Limits.EXPRESSION)
        @Nullable String match,
    @JsonPropertyDescription("Lowest severity that is sent. Absent: all severities.")
        @KnownOrUnknown
        @Nullable AlertSeverity minSeverity,
    @JsonPropertyDescription(
            "Which events are sent: Opened (new or reopened), Escalated (the count "
                + "reached another power of ten), Changed (the triage was edited), Closed. "
                + "Absent: Opened, Escalated and Closed.")
        @Size(max = 4)
        @KnownOrUnknown
        List<AlertTransition> events,
    @JsonPropertyDescription(
            "Whether an alert is left out while a correlation alert covers it: one "
                + "that this output sends, that is open, at least as severe, and whose group "
                + "values the alert all shares. A missing value equals nothing.")
        @Default("false")
        @Nullable Boolean inhibitCorrelated,
    @JsonPropertyDescription(
            "How long to wait for a response, from 1s to 2m. Connecting takes at most "
                + "5s of it.")
        @Default("30s")
        @Size(max = Limits.DURATION)
        @Pattern(GoDuration.PATTERN)
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('2m')",
            message = "the timeout is between 1s and 2m")
        @Nullable String timeout,
    @JsonPropertyDescription(
            "Maximum requests per minute. Absent: 60 for slack and teams, 300 " + "otherwise.")
        @Min(1)
        @Max(6000)
        @Nullable Integer requestsPerMinute,
    @JsonPropertyDescription("How connections are secured.") @Nullable Tls tls,
    @JsonPropertyDescription("Any receiver of HTTP POST requests.") @Nullable Webhook webhook,
    @JsonPropertyDescription("Prometheus Alertmanager, API v2.")
        @Nullable Alertmanager alertmanager,
    @JsonPropertyDescription(
            "Text about an alert, with {{expression}} placeholders over it, as in "
                + "match. Values are escaped for the receiver's format.")
        @Size(min = 1, max = Limits.EXPRESSION)
        @Nullable String template,
    @JsonPropertyDescription(
            "Which alerts are sent together. Critical alerts are always sent at once.")
        @Nullable AlertGrouping group,
    @JsonPropertyDescription(
            "An incoming webhook of Slack, or of a compatible service such as "
                + "Mattermost or Rocket.Chat.")
        @Nullable SlackOutput slack,
    @JsonPropertyDescription("A workflow of Microsoft Teams.") @Nullable TeamsOutput teams,
    @JsonPropertyDescription("PagerDuty, Events API v2.") @Nullable PagerDutyOutput pagerDuty,
    @JsonPropertyDescription("Splunk, HTTP Event Collector.") @Nullable SplunkOutput splunk,
    @JsonPropertyDescription("OpenTelemetry logs, over OTLP.")
        @Nullable OpenTelemetryOutput openTelemetry,
    @JsonPropertyDescription("A syslog receiver, RFC 5424.") @Nullable SyslogOutput syslog,
    @JsonPropertyDescription(
            "A topic of Apache Kafka. Only in the operator's own namespace, because "
                + "brokers name further addresses to connect to.")
        @Nullable KafkaOutput kafka,
    @JsonPropertyDescription(
            "Objects of the kind PolicyReport or Report, one in each namespace that has open alerts,"
                + " with the newest hundred.")
        @Nullable PolicyReportOutput policyReport) {
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
              "Certificate authorities in PEM to trust instead of the public ones. They "
                  + "are not secret.")
          @Size(max = Limits.EXPRESSION)
          @Nullable String caBundle,
      @JsonPropertyDescription(
              "Name in the receiver's certificate, if it differs from the host of the " + "URL.")
          @Size(max = Limits.NAME)
          @Nullable String serverName,
      @JsonPropertyDescription(
              "Secret of type kubernetes.io/tls with the client certificate and key.")
          @Size(min = 1, max = Limits.NAME)
          @Nullable String certificateSecret) {}

  /** A receiver of HTTP POST. */
  @ApiObject
  @ValidationRule(
      value = "has(self.url) != has(self.urlFrom)",
      message = "the URL is given by url or by urlFrom")
  public record Webhook(
      @JsonPropertyDescription("URL to send to, without user and password.")
          @Size(max = URL_LENGTH)
          @Pattern(URL)
          @Nullable String url,
      @JsonPropertyDescription("The URL, if it is itself a secret.") @Nullable SecretKey urlFrom,
      @JsonPropertyDescription(
              "CloudEvents (1.0, structured, in JSON), CloudEventsBinary (attributes in "
                  + "headers), Object (the SecurityAlert as JSON), OCSF (a Detection Finding "
                  + "of 1.5.0) or Template (spec.template, which must give JSON).")
          @Default("CloudEvents")
          @KnownOrUnknown
          @Nullable Format format,
      @JsonPropertyDescription("How to authenticate. Absent: no authentication.")
          @Nullable HttpCredentials credentials,
      @JsonPropertyDescription(
              "Key for signing bodies with HMAC-SHA256. The signature is in the header "
                  + "Tocsin-Signature.")
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
              "URL of every instance, such as http://alertmanager-0.alertmanager:9093. "
                  + "Never one address that stands for all of them.")
          @Required
          @Size(min = 1, max = 8)
          List<@Size(max = URL_LENGTH) @Pattern(URL) String> urls,
      @JsonPropertyDescription("How to authenticate. Absent: no authentication.")
          @Nullable HttpCredentials credentials) {
    public Alertmanager {
      urls = Absent.list(urls);
    }
  }
}
