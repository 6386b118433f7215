package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus;
import dev.tocsin.notify.progress.DeliveryReport;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.progress.Progress;
import dev.tocsin.notify.reach.UnusableOutputException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One output's object, as this process serves it: its lane, or why it has none. */
final class RunningOutput implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningOutput.class);

  /** How often counts are written at most; a change of state is written at once. */
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

  private final Progress progress;
  private final InstantSource clock;
  private final long deliveredBefore;
  private final long givenUpBefore;
  private @Nullable Long generation;
  private boolean allowed;
  private long reportedGivenUp;
  private long reportedInHour;
  private Instant statusWritten = Instant.MIN;
  private String statusProblem = "";
  private LaneState.@Nullable Kind stateWritten;
  private @Nullable UnusableOutputException problem;
  private volatile @Nullable LaneThread lane;

  RunningOutput(AlertOutput output, DeliveryReport report, InstantSource clock) {
    this.progress =
        new Progress(
            output.getMetadata().getNamespace() + "/" + output.getMetadata().getName(), report);
    this.clock = clock;
    AlertOutputStatus status = output.getStatus();
    this.deliveredBefore = status == null ? 0 : Objects.requireNonNullElse(status.delivered(), 0L);
    this.givenUpBefore = status == null ? 0 : Objects.requireNonNullElse(status.givenUp(), 0L);
  }

  /**
   * Serves the output as its object is now.
   *
   * @param mayBe whether its namespace may have so many
   * @param alerts the uids of all there are
   */
  void take(AlertOutput output, LaneBuilder lanes, boolean mayBe, Set<String> alerts) {
    if (output.getMetadata().getGeneration().equals(generation) && mayBe == allowed) {
      return;
    }
    close();
    generation = output.getMetadata().getGeneration();
    allowed = mayBe;
    statusWritten = Instant.MIN;
    progress.state(LaneState.NOTHING_SENT);
    try {
      if (!mayBe) {
        throw new UnusableOutputException(
            "TooMany", "the namespace has as many older outputs as it may have");
      }
      LaneThread started = LaneThread.start(progress.output, lanes.build(output, progress), clock);
      problem = null;
      lane = started;
      alerts.forEach(started::changed);
    } catch (UnusableOutputException e) {
      problem = e;
    } catch (RuntimeException | LinkageError e) {
      log.error("output {} cannot be begun", progress.output, e);
      problem =
          new UnusableOutputException(
              "Defect", "it could not be begun; the operator's log says why");
    }
  }

  void changed(String uid) {
    LaneThread current = lane;
    if (current != null) {
      current.changed(uid);
    }
  }

  boolean isStatusDue(Instant now) {
    return progress.state().kind() != stateWritten
        || !statusWritten.plus(STATUS_INTERVAL).isAfter(now);
  }

  void statusWritten(LaneState.Kind state, Instant now) {
    stateWritten = state;
    statusWritten = now;
    statusProblem = "";
  }

  /** It is tried again at the next turn; one line of the log for each reason. */
  void statusNotWritten(String reason) {
    if (!reason.isEmpty() && !reason.equals(statusProblem)) {
      log.warn("the status of output {} cannot be written: {}", progress.output, reason);
    }
    statusProblem = reason;
  }

  LaneState.Kind state() {
    return progress.state().kind();
  }

  /**
   * @param alerts all there are
   */
  AlertOutputStatus status(AlertOutput output, Collection<KnownAlert> alerts, Instant now) {
    OutputConditions conditions = new OutputConditions(output, now);
    LaneThread current = lane;
    if (current == null) {
      return conditions.refused(Objects.requireNonNull(problem, "neither a lane nor a problem"));
    }
    return conditions.of(
        progress,
        OpenThere.of(output.getSpec(), alerts, progress),
        current.lane().pending(),
        deliveredBefore + progress.delivered(),
        givenUpBefore + progress.refused() + progress.expired());
  }

  /** Makes an Event for what was given up since the last one, at most one in an hour. */
  void report(AlertOutput output, GaveUpEvents events, Instant now) {
    long givenUp = progress.refused() + progress.expired();
    long hour = GaveUpEvents.hour(now);
    if (givenUp > reportedGivenUp && hour != reportedInHour) {
      reportedInHour = hour; // also when it fails: it is tried again in the next
      if (events.write(output, givenUp - reportedGivenUp, progress.lastRefusal(), now)) {
        reportedGivenUp = givenUp;
      }
    }
  }

  /** Empty for one that is not accepted. */
  Optional<OutputStats> stats(Instant now) {
    LaneThread current = lane;
    if (current == null) {
      return Optional.empty();
    }
    Instant oldest = current.lane().oldest();
    return Optional.of(
        new OutputStats(
            progress.output,
            progress.delivered(),
            progress.retried(),
            progress.refused(),
            progress.expired(),
            current.lane().pending(),
            oldest == null ? Duration.ZERO : Duration.between(oldest, now)));
  }

  @Override
  public void close() {
    LaneThread current = lane;
    lane = null;
    if (current != null) {
      current.close();
    }
  }
}
