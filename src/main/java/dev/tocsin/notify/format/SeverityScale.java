package dev.tocsin.notify.format;

import java.util.Locale;

/**
 * A severity in the words and numbers of other systems: CIM of Splunk, RFC 5424, OpenTelemetry
 * logs, OCSF 1.5 (severity_id, risk_level_id), CEF, PagerDuty Events v2.
 */
enum SeverityScale {
  INFO("informational", 6, 9, 1, 0, 1, "info"),
  LOW("low", 5, 10, 2, 1, 3, "warning"),
  MEDIUM("medium", 4, 13, 3, 2, 5, "warning"),
  HIGH("high", 3, 17, 4, 3, 8, "error"),
  CRITICAL("critical", 2, 21, 5, 4, 10, "critical");

  final String cim;
  final int syslog;
  final int openTelemetry;
  final int ocsf;
  final int risk;
  final int cef;
  final String pagerDuty;

  SeverityScale(
      String cim, int syslog, int openTelemetry, int ocsf, int risk, int cef, String pagerDuty) {
    this.cim = cim;
    this.syslog = syslog;
    this.openTelemetry = openTelemetry;
    this.ocsf = ocsf;
    this.risk = risk;
    this.cef = cef;
    this.pagerDuty = pagerDuty;
  }

  /**
   * @param word as the object has it: {@code High}; one of a newer version is Info
   */
  static SeverityScale of(String word) {
    for (SeverityScale each : values()) {
      if (each.name().equals(word.toUpperCase(Locale.ROOT))) {
        return each;
      }
    }
    return INFO;
  }
}
