package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One value of a Secret, in the namespace of the object that names it. */
@ApiObject
public record SecretKey(
    @JsonPropertyDescription("Name of the Secret, in the namespace of this object.")
        @Required
        @Size(min = 1, max = Limits.NAME)
        String name,
    @JsonPropertyDescription("Key in the Secret.") @Required @Size(min = 1, max = Limits.NAME)
        String key) {}
