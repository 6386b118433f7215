package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an exception. */
@ApiObject
public record DetectionExceptionStatus(
    @JsonPropertyDescription("The generation this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Active, Expired, NeverMatched, Ready; Stalled or Reconciling while not ready.")
        @Size(max = 8)
        List<Condition> conditions,
    @JsonPropertyDescription("Number of matches that it suppressed.") @Min(0)
        @Nullable Long matches,
    @JsonPropertyDescription("When it last suppressed a match.") @Size(max = Limits.TIMESTAMP)
        @Nullable String lastMatchTime) {
  public DetectionExceptionStatus {
    conditions = Absent.list(conditions);
  }
}
