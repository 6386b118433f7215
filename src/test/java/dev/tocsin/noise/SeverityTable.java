package dev.tocsin.noise;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The page {@code config/policies/severities.md}: what stands above the table is written by hand,
 * the table is made. Why a policy has its severity stands in the policy, as its annotation {@value
 * #REASON}.
 */
final class SeverityTable {
  static final String REASON = "tocsin.dev/severity-reason";

  private static final Path PAGE = Path.of("config/policies/severities.md");
  private static final String HEAD =
      "| policy | severity | all accounts | as shipped | why |\n| --- | --- | --- | --- | --- |\n";

  private SeverityTable() {}

  static void write(Measurement measured) {
    try {
      Files.writeString(PAGE, made(measured));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page as it is. */
  static String written() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page as it should be. */
  static String made(Measurement measured) {
    String written = written();
    StringBuilder page =
        new StringBuilder(written.substring(0, written.indexOf(HEAD))).append(HEAD);
    policies().stream()
        .sorted(
            Comparator.comparing((DetectionPolicy policy) -> policy.getSpec().severity())
                .reversed()
                .thenComparing(policy -> policy.getMetadata().getName()))
        .forEach(policy -> page.append(row(policy, measured)));
    return page.toString();
  }

  private static String row(DetectionPolicy policy, Measurement measured) {
    String name = policy.getMetadata().getName();
    return "| %s | %s | %d | %d | %s |\n"
        .formatted(
            name,
            said(Objects.requireNonNull(policy.getSpec().severity())),
            count(measured.allAccounts(), name),
            count(measured.asShipped(), name),
            reason(policy));
  }

  /** A severity as policies have it: {@code High}. */
  static String said(Enum<?> severity) {
    String name = severity.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /** Empty without one. */
  static String reason(DetectionPolicy policy) {
    return policy.getMetadata().getAnnotations().getOrDefault(REASON, "");
  }

  private static long count(List<BenignAlert> alerts, String policy) {
    return alerts.stream().filter(alert -> alert.policy().equals(policy)).count();
  }

  static List<DetectionPolicy> policies() {
    try {
      return Manifests.read(List.of(Path.of("config/policies")), "tocsin-system")
          .policies()
          .stream()
          .map(Manifests.Read::object)
          .toList();
    } catch (InvalidManifestException e) {
      throw new IllegalStateException(e);
    }
  }
}
