package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** An incoming webhook of Slack. */
@ApiObject
public record SlackOutput(
    @JsonPropertyDescription("The URL of the webhook, which is its own credential.") @Required
        SecretKey urlFrom) {}
