package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** An integration of a PagerDuty service. */
@ApiObject
public record PagerDutyOutput(
    @JsonPropertyDescription("The integration key of Events API v2.") @Required
        SecretKey routingKey,
    @JsonPropertyDescription(
            "URL that events are sent to; https://events.eu.pagerduty.com/v2/enqueue "
                + "for accounts in the EU.")
        @Default(PagerDutyOutput.URL)
        @Size(max = AlertOutputSpec.URL_LENGTH)
        @Pattern(AlertOutputSpec.URL)
        @Nullable String url) {
  public static final String URL = "https://events.pagerduty.com/v2/enqueue";
}
