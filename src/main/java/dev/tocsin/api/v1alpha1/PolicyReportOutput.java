package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** Report objects in the alerts' namespaces. */
@ApiObject
public record PolicyReportOutput(
    @JsonPropertyDescription(
            "The kind of object: PolicyReport (wgpolicyk8s.io/v1alpha2) or OpenReports (Report of"
                + " openreports.io/v1alpha1).")
        @Default("PolicyReport")
        @KnownOrUnknown
        @Nullable Api api) {

  /** Which reports are written. */
  public enum Api {
    @JsonProperty("PolicyReport")
    POLICY_REPORT,
    @JsonProperty("OpenReports")
    OPEN_REPORTS,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }
}
