package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What must not fire, written in the policy itself. */
@ApiObject
public record InlineException(
    @JsonPropertyDescription("Names it in status, metrics and messages.")
        @Required
        @Size(min = 1, max = Limits.LABEL)
        String name,
    @JsonPropertyDescription("CEL over one event; true silences the match.")
        @Required
        @Size(min = 1, max = Limits.EXPRESSION)
        String match,
    @JsonPropertyDescription("Why this is no attack.") @Size(max = Limits.LINE)
        @Nullable String reason,
    @JsonPropertyDescription("From then on it has no effect.") @Size(max = Limits.TIMESTAMP)
        @Nullable String expiresAt) {}
