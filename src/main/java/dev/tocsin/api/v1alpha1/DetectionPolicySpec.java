package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy looks at, when it fires, and what comes of it. */
@ApiObject
@ValidationRule(
    value = "has(self.match) || (has(self.window) && has(self.window.steps))",
    message = "match is required, unless the window has steps")
@ValidationRule(
    value =
        "!has(self.window) || !has(self.window.steps) || self.window.steps.all(s, !has(s.events) ||"
            + " s.events.all(e, e in self.events))",
    message = "spec.events must name every event kind that the window's steps look at")
public record DetectionPolicySpec(
    @JsonPropertyDescription(
            "One line that names the behaviour. It becomes the title of the alerts.")
        @Required
        @Size(min = 1, max = Limits.LINE)
        String title,
    @JsonPropertyDescription("What it detects, why that matters, and what it cannot see.")
        @Size(max = Limits.TEXT)
        @Nullable String description,
    @JsonPropertyDescription("Severity of its alerts.") @Default("Medium") @KnownOrUnknown
        @Nullable AlertSeverity severity,
    @JsonPropertyDescription(
            "Contribution to the risk of the alert's subject, from 0 to 100. Absent: "
                + "0, 20, 50, 70 or 90, by severity.")
        @Min(0)
        @Max(100)
        @Nullable Integer riskScore,
    @JsonPropertyDescription("MITRE ATT&CK techniques.") @Size(max = 16)
        List<MitreTechnique> mitreAttack,
    @JsonPropertyDescription("Where to read more.") @Size(max = 16)
        List<@Size(max = 1024) @Pattern("^https?://") String> references,
    @JsonPropertyDescription("Legitimate activity that looks the same.") @Size(max = 16)
        List<@Size(max = Limits.TEXT) String> falsePositives,
    @JsonPropertyDescription(
            "Active creates alerts. Shadow counts matches in status and metrics "
                + "without creating alerts. Disabled is not evaluated.")
        @Default("Active")
        @KnownOrUnknown
        @Nullable Mode mode,
    @JsonPropertyDescription("Which workloads it sees. All conditions must hold.")
        @Nullable WorkloadScope scope,
    @JsonPropertyDescription("Event kinds that it looks at.")
        @Required
        @Size(min = 1, max = 16)
        @KnownOrUnknown
        List<WatchedKind> events,
    @JsonPropertyDescription("Named lists for expressions, used as lists.NAME.")
        @Size(max = Limits.ENTRIES)
        List<NamedList> lists,
    @JsonPropertyDescription(
            "Named expressions, used as variables.NAME in match and in later variables.")
        @Size(max = Limits.ENTRIES)
        List<Variable> variables,
    @JsonPropertyDescription("CEL over an event. If true, the event is a match.")
        @Size(min = 1, max = Limits.EXPRESSION)
        @Nullable String match,
    @JsonPropertyDescription("Exceptions: matches that do not count.") @Size(max = Limits.ENTRIES)
        List<InlineException> exceptions,
    @JsonPropertyDescription(
            "Whether a DetectionException in another namespace can suppress this "
                + "policy for that namespace. Only meaningful in the system namespace.")
        @Default("false")
        @Nullable Boolean allowNamespaceExceptions,
    @JsonPropertyDescription("Correlates matches over time. Absent: every match is a finding.")
        @Nullable Window window,
    @JsonPropertyDescription("How findings become alerts.") @Nullable Alerting alert,
    @JsonPropertyDescription("What a node's Tetragon must provide for this policy to see anything.")
        @Nullable Requirements requires) {

  public DetectionPolicySpec {
    mitreAttack = Absent.list(mitreAttack);
    references = Absent.list(references);
    falsePositives = Absent.list(falsePositives);
    events = Absent.list(events);
    lists = Absent.list(lists);
    variables = Absent.list(variables);
    exceptions = Absent.list(exceptions);
  }
}
