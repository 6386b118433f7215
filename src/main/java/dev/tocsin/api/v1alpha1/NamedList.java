package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A named set of texts for expressions. */
@ApiObject
@ValidationRule(
    value = "has(self.values) != has(self.configMapKeyRef)",
    message = "a list has either values or a configMapKeyRef")
public record NamedList(
    @JsonPropertyDescription("Read as lists.NAME in expressions.")
        @Required
        @Size(max = Limits.LABEL)
        @Pattern(Variable.NAME)
        String name,
    @JsonPropertyDescription("The values.") @Size(max = Limits.LIST_VALUES)
        List<@Size(max = Limits.LIST_VALUE) String> values,
    @JsonPropertyDescription(
            "Takes the values from a ConfigMap in the policy's namespace, and follows "
                + "its changes.")
        @Nullable ConfigMapKeyRef configMapKeyRef) {

  public NamedList {
    values = Absent.list(values);
  }

  /**
   * One value a line, without what is not part of it: blanks, quotes around it, a dash before it, a
   * comment after it.
   */
  @ApiObject
  public record ConfigMapKeyRef(
      @JsonPropertyDescription("Name of the ConfigMap.") @Required @Size(min = 1, max = Limits.NAME)
          String name,
      @JsonPropertyDescription(
              "Key in the ConfigMap's data. One value per line; # starts a comment, at "
                  + "the start of a line or after a blank. Surrounding blanks and quotes, and "
                  + "a leading dash, are not part of a value.")
          @Required
          @Size(min = 1, max = Limits.NAME)
          String key) {}
}
