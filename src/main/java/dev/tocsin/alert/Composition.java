package dev.tocsin.alert;

import dev.tocsin.engine.policy.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * What an alert of a policy over alerts is made of.
 *
 * @param alerts how many; {@code parts} names {@link #PARTS} of them at most
 * @param severity the highest of them
 * @param techniques of all of them
 * @param tactics of all of them
 * @param parts the earliest first; of too many, the least severe are left out
 */
public record Composition(
    long alerts,
    Severity severity,
    List<String> techniques,
    List<String> tactics,
    List<ContributingAlert> parts) {
  public static final int PARTS = 50;
  public static final int TECHNIQUES = 32;
  public static final int TACTICS = 14;
  public static final Composition NONE =
      new Composition(0, Severity.INFO, List.of(), List.of(), List.of());

  private static final Comparator<ContributingAlert> SEVERITY =
      Comparator.comparing(ContributingAlert::severity);
  private static final Comparator<ContributingAlert> TIME =
      Comparator.comparingLong(ContributingAlert::firstSeenNanos);

  public boolean isEmpty() {
    return alerts == 0;
  }

  boolean names(ContributingAlert alert) {
    return parts.stream().anyMatch(each -> each.key().equals(alert.key()));
  }

  /** How things stand, in a sentence; {@code ""} when it is empty. */
  public String message() {
    if (parts.isEmpty()) {
      return "";
    }
    ContributingAlert worst = parts.stream().max(SEVERITY.thenComparing(TIME)).orElseThrow();
    ContributingAlert latest = parts.stream().max(TIME).orElseThrow();
    long policies = parts.stream().map(ContributingAlert::policy).distinct().count();
    return alerts
        + (alerts == 1 ? " alert of " : " alerts of ")
        + policies
        + (policies == 1 ? " policy" : " policies")
        + "; the most severe is "
        + name(worst)
        + (latest == worst ? ", the latest too: " : "; the latest is " + name(latest) + ": ")
        + latest.message();
  }

  private static String name(ContributingAlert alert) {
    return alert.policy().substring(alert.policy().indexOf('/') + 1);
  }
}
