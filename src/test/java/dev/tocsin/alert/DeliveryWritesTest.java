package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What outputs cost the API server: so many alerts open within a minute that the pace of writing is
 * all that counts, and each output takes each alert as soon as it is stored.
 */
class DeliveryWritesTest {
  private static final int ALERTS = 600;

  /** What a storm costs, in requests. */
  private record Cost(long creates, long updates, long mostInASecond, Duration time) {
    double perSecond() {
      return (double) (creates + updates) / time.toSeconds();
    }
  }

  @Test
  void deliveriesRideOnTheWritesOfTheirAlerts() {
    Cost none = storm(0);
    Cost one = storm(1);
    Cost sixteen = storm(16);

    assertThat(one.creates()).isEqualTo(ALERTS);
    assertThat(none.updates()).isEqualTo(ALERTS);
    // the write that follows says it of one output or of all of them
    assertThat(one.updates()).isEqualTo(2 * ALERTS);
    assertThat(sixteen.updates()).isEqualTo(one.updates());
    AlertSettings settings = AlertSettings.defaults("tocsin-system");
    for (Cost each : List.of(none, one, sixteen)) {
      assertThat(each.perSecond()).isLessThanOrEqualTo(settings.writesPerSecond() + 1);
      assertThat(each.mostInASecond())
          .isLessThanOrEqualTo(settings.burst() + (long) settings.writesPerSecond());
    }
  }

  private static Cost storm(int outputs) {
    AlertSettings settings = AlertSettings.defaults("tocsin-system");
    for (Cap cap : Cap.values()) {
      settings = settings.withCap(cap, ALERTS * 2);
    }
    Pipeline pipeline = new Pipeline(settings);
    pipeline.store.watch(new Taking(pipeline, outputs));
    Map<Long, Long> perSecond = new HashMap<>();
    pipeline.store.fault =
        request -> {
          perSecond.merge(pipeline.clock.instant().getEpochSecond(), 1L, Long::sum);
          return null;
        };
    Instant begun = pipeline.clock.instant();
    for (int i = 0; i < ALERTS; i++) {
      pipeline.fire("web-" + i);
      pipeline.run(Duration.ofMinutes(1).dividedBy(ALERTS));
    }
    while (pipeline.aggregator.stats().pendingAlerts() > 0) {
      pipeline.run(Duration.ofSeconds(10));
    }
    return new Cost(
        count(pipeline, "create"),
        count(pipeline, "update"),
        perSecond.values().stream().mapToLong(Long::longValue).max().orElse(0),
        Duration.between(begun, pipeline.clock.instant()));
  }

  private static long count(Pipeline pipeline, String verb) {
    return pipeline.verbs().stream().filter(verb::equals).count();
  }

  /** Outputs that take an alert at once, after the aggregator knows of it. */
  private record Taking(Pipeline pipeline, int outputs) implements AlertStore.Watcher {
    @Override
    public void observed(StoredAlert alert) {
      pipeline.aggregator.observed(alert);
      if (alert.tally().count() > 0) {
        for (int i = 0; i < outputs; i++) {
          String output = "tocsin-system/output-" + i;
          if (alert.deliveries().of(output) == null) {
            pipeline.aggregator.delivered(
                alert.ref(),
                output,
                new Delivery(
                    1,
                    1,
                    Transition.OPENED,
                    Delivery.State.ANNOUNCED,
                    "",
                    pipeline.clock.instant()));
          }
        }
      }
    }

    @Override
    public void deleted(AlertRef alert) {
      pipeline.aggregator.deleted(alert);
    }

    @Override
    public void loaded() {
      pipeline.aggregator.loaded();
    }
  }
}
