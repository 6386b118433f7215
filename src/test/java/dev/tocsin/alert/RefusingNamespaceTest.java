package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.policy.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One namespace does not take alerts: a quota, a policy of the cluster, a webhook. */
class RefusingNamespaceTest {
  private static final Outcome QUOTA = new Outcome.Refused("exceeded quota: alerts");

  private final Pipeline pipeline = new Pipeline();
  private final Findings findings = pipeline.findings;
  private final MemoryStore store = pipeline.store;
  private boolean refuses = true;

  @BeforeEach
  void refuse() {
    store.fault = request -> refuses && request.namespace().equals("quota") ? QUOTA : null;
  }

  @Test
  void othersAreWrittenAtOnceHoweverLongItRefuses() {
    findings.namespace = "quota";
    findings.severity = Severity.CRITICAL;
    for (int pod = 0; pod < 400; pod++) {
      pipeline.fire("pod-" + pod);
    }
    for (int minute = 0; minute < 10; minute++) {
      pipeline.run(Duration.ofMinutes(1));
      pipeline.fire("later-" + minute);
      findings.namespace = "kube-system";
      pipeline.fire("proxy-" + minute);
      pipeline.run(Duration.ofSeconds(1));
      assertThat(in("kube-system")).hasSize(minute + 1);
      findings.namespace = "quota";
    }
    assertThat(pipeline.writer.stats().available()).isTrue();
  }

  @Test
  void itsAlertsAreWrittenInTheSystemNamespaceAndSayWhy() {
    findings.namespace = "quota";
    pipeline.fire("web-1", 3);
    pipeline.fire("web-2");
    pipeline.settle();

    assertThat(in("tocsin-system"))
        .extracting(alert -> alert.tally().count())
        .containsExactly(3L, 1L);
    assertThat(in("tocsin-system"))
        .allSatisfy(
            alert -> {
              assertThat(alert.summary().podNamespace()).isEqualTo("quota");
              assertThat(store.created(alert.ref().name()).relocation())
                  .isEqualTo(new Relocation("quota", "exceeded quota: alerts"));
            });
    assertThat(triesIn("quota")).as("the second is not even tried there").hasSize(1);
  }

  @Test
  void itIsTriedAgainLessAndLessOften() {
    findings.namespace = "quota";
    for (int second = 0; second < 1800; second++) {
      pipeline.fire("web-" + second % 300 + "-" + second / 300);
      pipeline.run(Duration.ofSeconds(1));
    }

    assertThat(triesIn("quota")).hasSizeBetween(5, 15);
  }

  @Test
  void whenItTakesThemAgainNewOnesAreInTheirPlaceAndOldOnesStay() {
    findings.namespace = "quota";
    pipeline.fire("web-1");
    pipeline.settle();
    refuses = false;
    pipeline.run(Duration.ofMinutes(1));
    pipeline.fire("web-1");
    pipeline.fire("web-2");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(in("tocsin-system")).extracting(alert -> alert.tally().count()).containsExactly(2L);
    assertThat(in("quota")).extracting(alert -> alert.summary().podName()).containsExactly("web-2");
  }

  @Test
  void theNextEpisodeAndAnAlertThatWasDeletedAreTriedInTheirPlace() {
    findings.namespace = "quota";
    pipeline.fire("web-1");
    pipeline.fire("web-2");
    pipeline.settle();
    refuses = false;
    List<StoredAlert> alerts = in("tocsin-system");
    store.triage(alerts.get(0).ref().name(), TriageState.CLOSED);
    store.remove(alerts.get(1).ref().name());
    pipeline.run(Duration.ofMinutes(1));
    pipeline.fire("web-1");
    pipeline.fire("web-2");
    pipeline.settle();

    assertThat(in("quota"))
        .extracting(alert -> alert.ref().name())
        .containsExactly(alerts.get(0).ref().name().next(), alerts.get(1).ref().name());
  }

  @Test
  void aRestartCountsOnWhereTheAlertIs() {
    findings.namespace = "quota";
    pipeline.fire("web-1");
    pipeline.settle();
    Pipeline restarted = pipeline.restarted();
    restarted.fire("web-1", 4);
    restarted.run(Duration.ofMinutes(1));

    assertThat(store.only().ref().namespace()).isEqualTo("tocsin-system");
    assertThat(store.only().tally().count()).isEqualTo(5);
  }

  @Test
  void anUpdateThatIsRefusedGoesOnInTheSystemNamespace() {
    findings.namespace = "quota";
    refuses = false;
    pipeline.fire("web-1", 2);
    pipeline.settle();
    refuses = true;
    AlertName name = store.only().ref().name();
    pipeline.fire("web-1", 3);
    pipeline.run(Duration.ofMinutes(5));
    pipeline.fire("web-1", 4);
    pipeline.run(Duration.ofMinutes(5));

    assertThat(pipeline.count(name)).isEqualTo(2);
    assertThat(pipeline.count(name.next())).isEqualTo(7);
    assertThat(store.get(name.next()).ref().namespace()).isEqualTo("tocsin-system");
    assertThat(pipeline.aggregator.stats().pendingFindings()).isZero();

    refuses = false;
    Pipeline restarted = pipeline.restarted();
    restarted.fire("web-1");
    restarted.run(Duration.ofMinutes(1));
    assertThat(pipeline.count(name.next())).as("and stays there").isEqualTo(8);
  }

  @Test
  void whatTheSystemNamespaceRefusesTooHoldsUpNobodyAndComesWhenItCan() {
    store.fault = request -> refuses && !request.namespace().equals("shop") ? QUOTA : null;
    findings.namespace = "quota";
    pipeline.fire("web-1");
    pipeline.run(Duration.ofMinutes(10));
    findings.namespace = "shop";
    pipeline.fire("web-2");
    pipeline.settle();
    assertThat(store.only().ref().namespace()).isEqualTo("shop");
    assertThat(store.requests()).hasSizeLessThan(60);

    refuses = false;
    pipeline.run(Duration.ofMinutes(1));
    assertThat(store.all()).hasSize(2);
  }

  @Test
  void anEventThatIsRefusedIsGivenUpAndTheAlertIsWritten() {
    store.fault = request -> request.verb().equals("announce") ? QUOTA : null;
    pipeline.fire("web-1");
    pipeline.settle();

    assertThat(store.only().tally().count()).isEqualTo(1);
    assertThat(store.only().deliveries().of(MemoryStore.NAME))
        .isEqualTo(
            new Delivery(
                1,
                0,
                null,
                Delivery.State.GIVEN_UP,
                "exceeded quota: alerts",
                pipeline.clock.instant()));
  }

  @Test
  void aDefectThatOneAlertMeetsHoldsUpNoOther() {
    store.fault =
        request -> {
          if (request.namespace().equals("quota")) {
            throw new IllegalStateException("defect");
          }
          return null;
        };
    findings.namespace = "quota";
    pipeline.fire("web-1");
    findings.namespace = "shop";
    pipeline.fire("web-2");
    pipeline.settle();

    assertThat(store.only().ref().namespace()).isEqualTo("shop");
  }

  private List<StoredAlert> in(String namespace) {
    return store.all().stream().filter(alert -> alert.ref().namespace().equals(namespace)).toList();
  }

  private List<MemoryStore.Request> triesIn(String namespace) {
    return store.requests().stream()
        .filter(request -> request.namespace().equals(namespace))
        .toList();
  }
}
