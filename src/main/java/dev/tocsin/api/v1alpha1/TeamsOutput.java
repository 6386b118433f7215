package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A workflow of Microsoft Teams. */
@ApiObject
public record TeamsOutput(
    @JsonPropertyDescription(
            "URL of the workflow. Whoever knows it can post, so it is kept in a Secret.")
        @Required
        SecretKey urlFrom) {}
