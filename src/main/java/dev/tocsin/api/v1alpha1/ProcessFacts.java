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
    @JsonPropertyDescription("Path of the binary, as the process sees it.") @Size(max = Limits.PATH)
        @Nullable String binary,
    @JsonPropertyDescription("Arguments without the program's name, as one string.")
        @Size(max = Limits.ARGUMENTS)
        @Nullable String arguments,
    @JsonPropertyDescription("Working directory.") @Size(max = Limits.PATH) @Nullable String cwd,
    @JsonPropertyDescription("Effective user id.") @Min(0) @Nullable Long uid,
    @JsonPropertyDescription("Name of the user, if Tetragon knows it.") @Size(max = Limits.NAME)
        @Nullable String user,
    @JsonPropertyDescription("Process id in the node's pid namespace.") @Min(0) @Nullable Long pid,
    @JsonPropertyDescription("Tetragon's identity of the execution.") @Size(max = Limits.IDENTIFIER)
        @Nullable String execID,
    @JsonPropertyDescription("When the process started.") @Size(max = Limits.TIMESTAMP)
        @Nullable String startTime) {}
