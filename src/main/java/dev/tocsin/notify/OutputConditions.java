package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.OpenAlert;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.notify.progress.ConditionWriter;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.progress.Progress;
import dev.tocsin.notify.reach.UnusableOutputException;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;

/** What an output's status says. */
final class OutputConditions {
  static final String ACCEPTED = "Accepted";
  static final String DELIVERING = "Delivering";

  private final AlertOutput output;
  private final ConditionWriter writer;

  OutputConditions(AlertOutput output, Instant now) {
    this.output = output;
    this.writer =
        new ConditionWriter(
            output.getStatus() == null ? List.of() : output.getStatus().conditions(),
            output.getMetadata().getGeneration(),
            now);
  }

  /** Of one that cannot be used; what it had sent before stays. */
  AlertOutputStatus refused(UnusableOutputException why) {
    AlertOutputStatus before = output.getStatus();
    return new AlertOutputStatus(
        output.getMetadata().getGeneration(),
        List.of(
            condition(ACCEPTED, "False", why.reason(), String.valueOf(why.getMessage())),
            condition(DELIVERING, "False", "NotAccepted", "the output is not accepted")),
        before == null ? null : before.pending(),
        before == null ? null : before.delivered(),
        before == null ? null : before.givenUp(),
        before == null ? null : before.lastSuccess(),
        before == null ? List.of() : before.open(),
        null);
  }

  /**
   * @param open what the receiver has as open
   * @param delivered since the output was made, as {@code givenUp}
   */
  AlertOutputStatus of(
      Progress progress, List<OpenAlert> open, int pending, long delivered, long givenUp) {
    LaneState state = progress.state();
    Instant success = progress.lastSuccess();
    AlertOutputStatus before = output.getStatus();
    return new AlertOutputStatus(
        output.getMetadata().getGeneration(),
        List.of(accepted(state), delivering(state, progress)),
        (long) pending,
        delivered,
        givenUp,
        success != null ? Timestamps.format(success) : before == null ? null : before.lastSuccess(),
        open,
        null);
  }

  private Condition accepted(LaneState state) {
    return switch (state.kind()) {
      case SECRET_UNUSABLE -> condition(ACCEPTED, "False", "SecretUnusable", state.message());
      case ADDRESS_FORBIDDEN -> condition(ACCEPTED, "False", "AddressForbidden", state.message());
      case NOTHING_SENT, DELIVERING, RETRYING, UNHEALTHY, STOPPED ->
          condition(ACCEPTED, "True", "Accepted", "");
    };
  }

  private Condition delivering(String remark, String lastRefusal) {
    if (!remark.isEmpty()) {
      return condition(DELIVERING, "True", "TemplateNotUsed", remark);
    }
    return lastRefusal.isEmpty()
        ? condition(DELIVERING, "True", "Delivering", "")
        : condition(
            DELIVERING, "True", "SomeGivenUp", "the last that was given up: " + lastRefusal);
  }

  private Condition delivering(LaneState state, Progress progress) {
    return switch (state.kind()) {
      case NOTHING_SENT -> condition(DELIVERING, "Unknown", "NothingSent", "");
      case DELIVERING -> delivering(state.message(), progress.lastRefusal());
      case RETRYING -> condition(DELIVERING, "False", "Retrying", state.message());
      case UNHEALTHY -> condition(DELIVERING, "False", "Refused", state.message());
      case SECRET_UNUSABLE, ADDRESS_FORBIDDEN ->
          condition(DELIVERING, "False", "NotAccepted", "the output is not accepted");
      case STOPPED -> condition(DELIVERING, "False", "Stopped", state.message());
    };
  }

  private Condition condition(String type, String status, String reason, String message) {
    return writer.condition(type, status, reason, message);
  }
}
