package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.triage.AlertPlace;
import dev.tocsin.triage.AlertQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which alerts to show. */
final class AlertFilter {
  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      split = ",",
      description =
          "info, low, medium, high, critical, separated by commas; high+: high and above.")
  private List<String> severities = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "open, acknowledged, closed, separated by commas.")
  private List<String> states = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "Only alerts of this policy: NAME or NAMESPACE/NAME.")
  private @Nullable String policy;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description = "Only alerts last seen within this time, such as 30m, 2h or 1d.")
  private @Nullable String since;

  @Option(
      names = "--pod",
      paramLabel = "POD",
      description = "Only alerts about this pod: NAME or NAMESPACE/NAME.")
  private @Nullable String pod;

  @Option(
      names = "--workload",
      paramLabel = "WORKLOAD",
      description = "Only alerts about this workload: NAME or KIND/NAME.")
  private @Nullable String workload;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "Only alerts that were seen on this node.")
  private @Nullable String node;

  /** Whether anything is left out. */
  boolean isGiven() {
    return !query(Instant.EPOCH).equals(AlertQuery.ALL);
  }

  AlertQuery query(Instant now) {
    Set<AlertSeverity> wanted = EnumSet.noneOf(AlertSeverity.class);
    for (String text : severities) {
      if (text.endsWith("+")) {
        wanted.addAll(
            AlertQuery.from(
                constant(AlertSeverity.class, "--severity", text.substring(0, text.length() - 1))));
      } else {
        wanted.add(constant(AlertSeverity.class, "--severity", text));
      }
    }
    return new AlertQuery(
        wanted,
        states.stream()
            .map(each -> constant(Triage.State.class, "--state", each))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Triage.State.class))),
        Optional.ofNullable(policy),
        Optional.ofNullable(since).map(text -> now.minus(TimeSpan.parse("--since", text))),
        new AlertPlace(
            Optional.ofNullable(pod), Optional.ofNullable(workload), Optional.ofNullable(node)));
  }

  /** {@code UNKNOWN} is what a newer version may have written, nothing to ask for. */
  private static <E extends Enum<E>> E constant(Class<E> type, String option, String text) {
    List<E> known =
        Arrays.stream(type.getEnumConstants())
            .filter(each -> !each.name().equals("UNKNOWN"))
            .toList();
    return known.stream()
        .filter(each -> each.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    option
                        + ": '"
                        + text
                        + "' is none of "
                        + known.stream()
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }
}
