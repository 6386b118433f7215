package dev.tocsin.noise;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Measures, prints the alerts per severity, policy and software, and writes the table of
 * severities.
 */
public final class Noise {
  private static final String ROW = "  %-36s %-9s %9d %9d%n";

  private final Measurement measured;
  private final PrintStream out;

  private Noise(Measurement measured, PrintStream out) {
    this.measured = measured;
    this.out = out;
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    Measurement measured = Measurement.take(what -> System.err.println("Replaying " + what));
    new Noise(measured, System.out).print();
    SeverityTable.write(measured);
  }

  private void print() {
    out.printf(
        "%nAlerts about harmless software: %d cases and recordings%n", measured.software().size());
    section("severity", alert -> SeverityTable.said(alert.severity()), alert -> "");
    section("policy", BenignAlert::policy, alert -> SeverityTable.said(alert.severity()));
    section("software", BenignAlert::software, alert -> "");
    List<BenignAlert> loud = measured.asShipped().stream().filter(BenignAlert::isLoud).toList();
    out.printf("%nMedium and above:%n");
    loud.stream()
        .sorted(Comparator.comparing(BenignAlert::software).thenComparing(BenignAlert::policy))
        .forEach(
            alert ->
                out.printf(
                    "  %-8s %s, %s%s: %s%n",
                    SeverityTable.said(alert.severity()),
                    alert.software(),
                    alert.policy(),
                    measured.allAccounts().contains(alert)
                        ? ""
                        : " (not with its account in the lists)",
                    alert.message()));
  }

  private void section(
      String title, Function<BenignAlert, String> key, Function<BenignAlert, String> note) {
    Map<String, Long> with = counts(measured.allAccounts(), key);
    Map<String, Long> without = counts(measured.asShipped(), key);
    Map<String, String> notes = new TreeMap<>();
    measured.asShipped().forEach(alert -> notes.put(key.apply(alert), note.apply(alert)));
    measured.allAccounts().forEach(alert -> notes.put(key.apply(alert), note.apply(alert)));
    out.printf("%n  %-36s %-9s %9s %9s%n", title, "", "all lists", "shipped");
    notes.forEach(
        (name, said) ->
            out.printf(
                ROW, name, said, with.getOrDefault(name, 0L), without.getOrDefault(name, 0L)));
  }

  private static Map<String, Long> counts(
      List<BenignAlert> alerts, Function<BenignAlert, String> key) {
    return alerts.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
  }
}
