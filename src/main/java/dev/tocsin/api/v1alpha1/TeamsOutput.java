package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A workflow of Microsoft Teams. */
@ApiObject
public record TeamsOutput(
    @JsonPropertyDescription("The URL of the workflow, which is its own credential.") @Required
        SecretKey urlFrom) {}
