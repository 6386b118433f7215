package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What must not fire, written in the policy itself. */
@ApiObject
public record InlineException(
    @JsonPropertyDescription("Name of the exception in status, metrics and messages.")
        @Required
        @Size(min = 1, max = Limits.LABEL)
        String name,
    @JsonPropertyDescription("CEL over an event. If true, the policy's match does not count.")
        @Required
        @Size(min = 1, max = Limits.EXPRESSION)
        String match,
    @JsonPropertyDescription("Why this is not an attack.") @Size(max = Limits.LINE)
        @Nullable String reason,
    @JsonPropertyDescription("When it stops having any effect.") @Size(max = Limits.TIMESTAMP)
        @Nullable String expiresAt) {}
