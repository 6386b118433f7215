package dev.tocsin.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertName;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Tally;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Pod;
import dev.tocsin.transport.server.RandomRecords;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts come back from an object as they were, as far as an object has them. */
class StoredFactsTest {
  private static final Policy POLICY =
      new Findings(InstantSource.fixed(Instant.EPOCH)).finding("a").policy();
  private static final AlertName NAME = new AlertName("a-policy-aaaaaaaaaaaaaaaaaaaa", 1);
  private static final int ROUNDS = 200;
  private static final long MICROS = 1_000;

  private final KubernetesSerialization json = new KubernetesSerialization();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void processesComeBack(long seed) {
    RandomRecords random = random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      Facts facts = facts(random);
      SecurityAlertSpec spec = throughJson(facts);

      assertThat(StoredAlerts.process(spec.process())).isEqualTo(facts.process());
      assertThat(spec.ancestors().stream().map(StoredAlerts::process).toList())
          .isEqualTo(facts.ancestors());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void podsAndContainersComeBack(long seed) {
    RandomRecords random = random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      Facts facts = facts(random);
      Pod pod = facts.where().pod();
      Container container = facts.where().container();

      Attribution where = AlertEventViews.where(throughJson(facts));

      assertThat(where.pod())
          .isEqualTo(
              Pod.builder()
                  .namespace(pod.namespace())
                  .name(pod.name())
                  .uid(pod.uid())
                  .serviceAccount(pod.serviceAccount())
                  .labels(pod.labels())
                  .workload(pod.workload())
                  .node(facts.node())
                  .build());
      assertThat(where.container())
          .isEqualTo(
              Container.builder()
                  .name(container.name())
                  .id(container.id())
                  .image(container.image())
                  .imageID(container.imageID())
                  .build());
      assertThat(where.node().name()).isEqualTo(facts.node());
    }
  }

  private static RandomRecords random(long seed) {
    return new RandomRecords(seed).distinct();
  }

  /** With numbers that an object can have: ids are not negative, times are known and in micros. */
  private static Facts facts(RandomRecords random) {
    Facts facts = random.next(Facts.class);
    return facts.toBuilder()
        .process(valid(facts.process()))
        .ancestors(facts.ancestors().stream().map(StoredFactsTest::valid).toList())
        .build();
  }

  private static ProcessSnapshot valid(ProcessSnapshot process) {
    return process.toBuilder()
        .uid(process.uid() & 0xffff_ffffL)
        .pid(process.pid() & 0xffff_ffffL)
        .startTimeNanos(((process.startTimeNanos() & 0xfff_ffffL) + 1) * MICROS)
        .build();
  }

  private SecurityAlertSpec throughJson(Facts facts) {
    Alert alert =
        new Alert(
            NAME,
            "tocsin-system",
            new Finding("id", POLICY, Map.of(), "message", facts),
            null,
            null,
            Duration.ofHours(1),
            Tally.NONE,
            "");
    return requireNonNull(
        json.unmarshal(json.asJson(SecurityAlerts.toResource(alert)), SecurityAlert.class)
            .getSpec());
  }
}
