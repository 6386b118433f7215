package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** An incoming webhook of Slack. */
@ApiObject
public record SlackOutput(
    @JsonPropertyDescription(
            "URL of the webhook. Whoever knows it can post, so it is kept in a Secret.")
        @Required
        SecretKey urlFrom) {}
