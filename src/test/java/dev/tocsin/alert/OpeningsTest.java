package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.MovedClock;
import dev.tocsin.engine.AlertListener;
import dev.tocsin.event.AlertView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Of which alerts those are told that look at alerts. */
class OpeningsTest {
  private final MovedClock clock = new MovedClock();
  private final Findings findings = new Findings(clock);
  private final List<AlertView> opened = new ArrayList<>();
  private final List<String> restored = new ArrayList<>();
  private final Aggregator aggregator =
      new Aggregator(AlertSettings.defaults("tocsin-system"), clock);

  OpeningsTest() {
    aggregator.addListener(
        new AlertListener() {
          @Override
          public void opened(AlertView alert) {
            opened.add(alert);
          }

          @Override
          public void restored(List<AlertView> alerts, Set<String> findingIds) {
            alerts.forEach(alert -> restored.add(alert.name()));
            restored.addAll(findingIds);
          }
        });
  }

  @Test
  void anAlertOpensOnceHoweverOftenItFires() {
    aggregator.loaded();
    aggregator.accept(findings.finding("web"));
    aggregator.accept(findings.finding("web"));
    aggregator.accept(findings.finding("db"));

    assertThat(opened).extracting(alert -> alert.where().pod().name()).containsExactly("web", "db");
    AlertView first = opened.getFirst();
    assertThat(first.name()).startsWith("shell-in-pod-");
    assertThat(first.policy()).isEqualTo("shell-in-pod");
    assertThat(first.severity()).isEqualTo("High");
    assertThat(first.riskScore()).isEqualTo(50);
    assertThat(first.techniques()).containsExactly("T1059");
    assertThat(first.tactics()).containsExactly("Execution");
    assertThat(first.count()).isEqualTo(1);
    assertThat(first.group()).containsEntry("pod.uid", "web");
    assertThat(first.overAlerts()).isFalse();
    assertThat(restored).isEmpty();
  }

  @Test
  void aClosedAlertThatFiresAgainIsAnotherOne() {
    Pipeline pipeline = new Pipeline();
    List<String> names = new ArrayList<>();
    pipeline.aggregator.addListener(
        new AlertListener() {
          @Override
          public void opened(AlertView alert) {
            names.add(alert.name());
          }

          @Override
          public void restored(List<AlertView> alerts, Set<String> findingIds) {}
        });
    pipeline.fire("web");
    pipeline.settle();
    AlertName name = pipeline.store.only().ref().name();
    pipeline.store.triage(name, TriageState.CLOSED);
    pipeline.fire("web");

    assertThat(names).containsExactly(name.toString(), name + "-2");
  }

  @Test
  void nothingIsToldBeforeItIsKnownWhatIsStoredAndThatIsToldFirst() {
    Pipeline before = new Pipeline();
    before.fire("web"); // finding-0
    before.settle();
    StoredAlert stored = before.store.only();
    AlertView view = view(stored.ref().name());

    aggregator.accept(findings.finding("other-1", "web", clock.instant()));
    aggregator.accept(findings.finding("other-2", "db", clock.instant()));
    aggregator.observed(with(stored, view));
    assertThat(opened).isEmpty();
    aggregator.loaded();

    assertThat(restored).containsExactlyInAnyOrder(view.name(), "finding-0");
    assertThat(opened).extracting(alert -> alert.where().pod().name()).containsExactly("db");
  }

  @Test
  void everyListenerIsNotifiedAlsoWhenOneBeforeItFails() {
    List<String> names = new ArrayList<>();
    Aggregator several = new Aggregator(AlertSettings.defaults("tocsin-system"), clock);
    several.addListener(
        listener(
            _ -> {
              throw new IllegalStateException("defect");
            }));
    several.addListener(listener(alert -> names.add(alert.name())));
    several.loaded();

    assertThatThrownBy(() -> several.accept(findings.finding("web"))).hasMessage("defect");
    assertThat(names).hasSize(1);
  }

  private static AlertListener listener(Consumer<AlertView> opened) {
    return new AlertListener() {
      @Override
      public void opened(AlertView alert) {
        opened.accept(alert);
      }

      @Override
      public void restored(List<AlertView> alerts, Set<String> findingIds) {}
    };
  }

  private static AlertView view(AlertName name) {
    AlertView none = AlertView.NONE;
    return new AlertView(
        name.toString(),
        "shop",
        "shell-in-pod",
        "tocsin-system",
        "",
        "",
        "High",
        50,
        List.of(),
        List.of(),
        "Open",
        1,
        none.group(),
        1,
        "",
        false,
        none.where());
  }

  private static StoredAlert with(StoredAlert alert, AlertView view) {
    return new StoredAlert(
        alert.ref(),
        alert.summary(),
        alert.overflow(),
        alert.triage(),
        alert.expireAfter(),
        alert.tally(),
        alert.deliveries(),
        alert.marks(),
        alert.lookAgain(),
        alert.generation(),
        alert.created(),
        alert.modified(),
        view);
  }
}
