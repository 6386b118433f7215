package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A process as the event had it, cut to the bounds of the schema. */
@ApiObject
public record ProcessFacts(
    @JsonPropertyDescription("Base name of the binary.") @Size(max = Limits.NAME)
        @Nullable String name,
    @Size(max = Limits.PATH) @Nullable String binary,
    @Size(max = Limits.ARGUMENTS) @Nullable String arguments,
    @Size(max = Limits.PATH) @Nullable String cwd,
    @JsonPropertyDescription("Effective user id.") @Min(0) @Nullable Long uid,
    @Size(max = Limits.NAME) @Nullable String user,
    @JsonPropertyDescription("In the pid namespace of the node.") @Min(0) @Nullable Long pid,
    @JsonPropertyDescription("Tetragon's identity of the execution.") @Size(max = Limits.IDENTIFIER)
        @Nullable String execID,
    @Size(max = Limits.TIMESTAMP) @Nullable String startTime) {}
