package dev.tocsin.alert;

import dev.tocsin.log.LogObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What the writer logs of alerts that could not be written. For the writer's thread. */
final class WriterLog {
  private static final Logger log = LoggerFactory.getLogger(AlertWriter.class);
  private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

  private final Set<String> refusedPolicies = new HashSet<>();
  private Instant nextWarning = Instant.MIN;

  void failed(AlertState alert, RuntimeException cause) {
    about(alert, log.atError())
        .setCause(cause)
        .log("Writing alert {} failed in an unexpected way", alert.name);
  }

  void namespaceRefuses(AlertState alert, Alert fresh, String reason) {
    about(alert, log.atWarn())
        .log(
            "Namespace {} refuses alerts, {} among them: {}. As long as it does, its new alerts"
                + " are made in the system namespace",
            fresh.namespace(),
            fresh.name(),
            reason);
  }

  /** Once for each policy. */
  void invalid(AlertState alert, Form form, String message) {
    if (refusedPolicies.add(alert.summary.policyKey())) {
      about(alert, log.atError())
          .log(
              "Alert {} in namespace {} was refused as invalid{}: {}. Further ones of policy {} are"
                  + " counted, not logged",
              alert.name,
              alert.namespace(),
              form == Form.FULL ? "; retrying in a reduced form" : " in its reduced form",
              message,
              alert.summary.policyKey());
    }
  }

  /** Once a minute: while the store is away, each alert has a reason. */
  void notWritten(AlertState alert, String reason, Instant now) {
    if (!now.isBefore(nextWarning)) {
      nextWarning = now.plus(WARNING_INTERVAL);
      about(alert, log.atWarn())
          .log(
              "Alert {} in namespace {}, and possibly others, could not be written and is kept in"
                  + " memory: {}",
              alert.name,
              alert.namespace(),
              reason);
    }
  }

  /** It counts on; only who selects by labels is misled. */
  void notMarked(AlertState alert, String reason, Instant now) {
    if (!now.isBefore(nextWarning)) {
      nextWarning = now.plus(WARNING_INTERVAL);
      about(alert, log.atWarn())
          .log(
              "The labels of alert {} in namespace {}, and possibly of others, could not be"
                  + " brought up to date: {}",
              alert.name,
              alert.namespace(),
              reason);
    }
  }

  private static LoggingEventBuilder about(AlertState alert, LoggingEventBuilder line) {
    return LogObject.alert(alert.namespace(), alert.name.toString())
        .in(line, alert.summary.policyKey());
  }
}
