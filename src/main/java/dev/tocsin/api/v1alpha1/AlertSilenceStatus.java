package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a silence. */
@ApiObject
public record AlertSilenceStatus(
    @JsonPropertyDescription("The generation this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Accepted, Active, NeverMatched.") @Size(max = 8)
        List<Condition> conditions,
    @JsonPropertyDescription("Number of open alerts that it matches while active.") @Min(0)
        @Nullable Long holding) {
  public AlertSilenceStatus {
    conditions = Absent.list(conditions);
  }
}
