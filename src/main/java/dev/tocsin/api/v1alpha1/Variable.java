package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A named expression. */
@ApiObject
public record Variable(
    @JsonPropertyDescription("Read as variables.NAME in expressions.")
        @Required
        @Size(max = Limits.LABEL)
        @Pattern(Variable.NAME)
        String name,
    @JsonPropertyDescription("CEL. It may use the lists and the variables before it.")
        @Required
        @Size(min = 1, max = Limits.EXPRESSION)
        String expression) {
  /** An identifier of CEL. */
  public static final String NAME = "^[A-Za-z_][A-Za-z0-9_]*$";
}
