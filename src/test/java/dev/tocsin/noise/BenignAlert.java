package dev.tocsin.noise;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.engine.policy.Severity;
import java.util.Locale;

/**
 * An alert about something harmless.
 *
 * @param software the name of its case: {@code postgres}, or that of a recording
 * @param message what the alert says
 */
record BenignAlert(String software, String policy, Severity severity, String message) {
  static BenignAlert of(String software, JsonNode securityAlert) {
    return new BenignAlert(
        software,
        securityAlert.at("/spec/policy/name").asText(),
        Severity.valueOf(securityAlert.at("/spec/severity").asText().toUpperCase(Locale.ROOT)),
        securityAlert.at("/spec/message").asText());
  }

  boolean isLoud() {
    return severity.compareTo(Severity.MEDIUM) >= 0;
  }
}
