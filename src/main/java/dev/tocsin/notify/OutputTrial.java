package dev.tocsin.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.TestRun;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.progress.Progress;
import dev.tocsin.notify.reach.Exchange;
import dev.tocsin.notify.reach.UnusableOutputException;
import dev.tocsin.notify.silence.Silences;
import dev.tocsin.text.Visible;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One test of an output: a test alert is opened and closed by a lane as the output's own, over that
 * alert alone, whatever the output selects. It is tried once; what fails is not tried again.
 */
final class OutputTrial {
  /** What chooses alerts and when they are sent, which the test is not about. */
  private static final List<String> NOT_TESTED =
      List.of("match", "minSeverity", "events", "inhibitCorrelated", "group");

  private static final Duration LONGEST = Duration.ofSeconds(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AlertOutput output;
  private final String request;
  private final OutputSettings settings;
  private final InstantSource clock;
  private final Exchange exchange = new Exchange();

  /**
   * @param request tells this test from all others
   */
  OutputTrial(AlertOutput output, String request, OutputSettings settings, InstantSource clock) {
    this.output = output;
    this.request = request;
    this.settings = settings;
    this.clock = clock;
  }

  /** Sends, and returns what came of it. */
  TestRun run(LaneBuilder lanes) throws InterruptedException {
    TestAlert alert = new TestAlert(output, request, clock.instant());
    Map<String, KnownAlert> alerts = new ConcurrentHashMap<>();
    LaneContext context =
        new LaneContext(
            alerts,
            ref -> alert.object(!Objects.requireNonNull(alerts.get(alert.uid())).isOpen()),
            new Silences(settings.systemNamespace(), settings.silenceFloor(), alerts, clock),
            () -> true,
            clock);
    Progress progress =
        new Progress(
            output.getMetadata().getNamespace() + "/" + output.getMetadata().getName(),
            (ref, name, delivery) -> {});
    try (Lane lane = lanes.over(context).build(tested(), progress)) {
      exchange.during(
          () -> {
            for (boolean closed : new boolean[] {false, true}) {
              if (!sent(lane, progress, alerts, alert, closed)) {
                break;
              }
            }
            return null;
          });
      return result(progress.delivered() == 2, List.of());
    } catch (UnusableOutputException e) {
      return result(false, List.of("not accepted: " + e.reason() + ": " + e.getMessage()));
    }
  }

  private boolean sent(
      Lane lane, Progress progress, Map<String, KnownAlert> alerts, TestAlert alert, boolean closed)
      throws InterruptedException {
    String event = closed ? "Closed" : "Opened";
    long wanted = progress.delivered() + 1;
    Instant begun = clock.instant();
    alerts.put(alert.uid(), alert.known(closed));
    lane.changed(alert.uid());
    while (progress.delivered() < wanted) {
      Instant next = lane.step();
      Instant now = clock.instant();
      String problem = problem(progress);
      if (!problem.isEmpty()) {
        Exchange.note(() -> event + " was not taken: " + problem);
        return false;
      }
      if (progress.delivered() < wanted && next.isAfter(now)) {
        if (next.isAfter(begun.plus(LONGEST))) {
          Exchange.note(() -> event + " was not sent within " + LONGEST.toSeconds() + " s");
          return false;
        }
        Thread.sleep(Duration.between(now, next)); // the output's own pace
      }
    }
    long millis = Duration.between(begun, clock.instant()).toMillis();
    Exchange.note(() -> event + " was taken after " + millis + " ms");
    return true;
  }

  private static String problem(Progress progress) {
    if (progress.refused() > 0) {
      return progress.lastRefusal();
    }
    return switch (progress.state().kind()) {
      case NOTHING_SENT, DELIVERING -> "";
      case RETRYING, UNHEALTHY, SECRET_UNUSABLE, ADDRESS_FORBIDDEN, STOPPED ->
          progress.state().message();
    };
  }

  /** The output, without what selects alerts. */
  private AlertOutput tested() {
    ObjectNode object = JSON.valueToTree(output);
    if (object.get("spec") instanceof ObjectNode spec) {
      spec.remove(NOT_TESTED);
    }
    try {
      return JSON.treeToValue(object, AlertOutput.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an output cannot be read as it was written", e);
    }
  }

  private TestRun result(boolean delivered, List<String> more) {
    List<String> lines = new ArrayList<>(exchange.lines());
    lines.addAll(more);
    return new TestRun(
        request,
        Timestamps.format(clock.instant()),
        delivered,
        lines.stream().map(each -> Visible.line(each, Limits.LINE)).toList());
  }
}
