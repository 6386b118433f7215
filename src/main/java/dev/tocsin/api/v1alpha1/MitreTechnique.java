package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A technique of MITRE ATT&amp;CK. */
@ApiObject
public record MitreTechnique(
    @JsonPropertyDescription("Technique or sub-technique, such as T1611 or T1053.003.")
        @Required
        @Pattern(MitreTechnique.PATTERN)
        @Size(max = 9)
        String technique,
    @JsonPropertyDescription("Tactics in CamelCase, such as PrivilegeEscalation.") @Size(max = 14)
        List<@Size(max = Limits.LABEL) @Pattern("^[A-Z][A-Za-z]*$") String> tactics) {
  /** What a technique or sub-technique looks like. */
  public static final String PATTERN = "^T[0-9]{4}(\\.[0-9]{3})?$";

  public MitreTechnique {
    tactics = Absent.list(tactics);
  }
}
