package dev.tocsin.notify.silence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Delivery;
import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec.Matcher;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec.Matcher.Subject;
import dev.tocsin.api.v1alpha1.AlertSilenceStatus;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.Lane;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.SentMessages;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.reach.UnusableOutputException;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What silences hold back, from whom, and what becomes of it. */
class SilencesTest {
  private static final String SYSTEM = "tocsin-system";
  private final LaneScene scene = new LaneScene();
  private final SentMessages receiver = new SentMessages();
  private final List<AlertSilence> objects = new ArrayList<>();
  private Lane lane;

  @BeforeEach
  void start() throws UnusableOutputException {
    lane = scene.lane(receiver);
  }

  @Test
  void whatIsStillOpenWhenASilenceEndsIsSentThenAndNothingElse() throws Exception {
    silence("shop", "work", "alert.policy == 'shell-in-pod'", Duration.ofHours(4));
    open("stays", Severity.MEDIUM);
    open("closes", Severity.MEDIUM);
    run(Duration.ofHours(2));
    assertThat(receiver.sent).isEmpty();
    assertThat(lane.pending()).isZero(); // so no output looks as if its receiver were away
    Delivery held = scene.stored("stays");
    assertThat(held.state()).isEqualTo(Delivery.State.HELD);
    assertThat(held.message()).isEqualTo("held by silence shop/work");

    lane.changed(scene.alert("shop", "closes", Severity.MEDIUM, 2, 1, true));
    run(Duration.ofHours(1));
    run(Duration.ofHours(2));
    assertThat(receiver.sent).containsExactly("Opened stays");
    Delivery sent = scene.stored("stays");
    assertThat(sent.state()).isEqualTo(Delivery.State.ANNOUNCED);
  }

  @Test
  void whatWasClosedWhileItWasHeldIsNotSentByTheNextLeaderEither() throws Exception {
    silence("shop", "work", "true", Duration.ofHours(1));
    open("a", Severity.LOW);
    run(Duration.ofMinutes(1));
    scene.alert("shop", "a", Severity.LOW, 2, 1, true);
    scene.failover();
    lane = scene.lane(receiver);
    run(Duration.ofHours(2));
    assertThat(receiver.sent).isEmpty();
  }

  @Test
  void theEndOfWhatAReceiverHasAsOpenIsNotHeldBack() throws Exception {
    open("a", Severity.LOW);
    run(Duration.ofMinutes(1));
    silence("shop", "work", "true", Duration.ofHours(1));
    lane.changed(scene.alert("shop", "a", Severity.LOW, 1, 100, false));
    run(Duration.ofMinutes(1));
    assertThat(receiver.sent).containsExactly("Opened a");
    lane.changed(scene.alert("shop", "a", Severity.LOW, 2, 100, true));
    run(Duration.ofMinutes(1));
    assertThat(receiver.sent).containsExactly("Opened a", "Closed a");
  }

  @Test
  void onesThatHasNotBegunHoldsNothingAndOneThatIsDeletedEndsAtOnce() throws Exception {
    AlertSilence silence = silence("shop", "work", "true", Duration.ofHours(3));
    silence.setSpec(
        new AlertSilenceSpec(
            "true",
            List.of(),
            Timestamps.format(scene.now.plus(Duration.ofHours(1))),
            silence.getSpec().expiresAt(),
            "work",
            null));
    open("before", Severity.LOW);
    run(Duration.ofMinutes(1));
    assertThat(reason(silence, "Active")).isEqualTo("False Pending");
    assertThat(receiver.sent).containsExactly("Opened before");

    scene.now = scene.now.plus(Duration.ofHours(1));
    open("during", Severity.LOW);
    run(Duration.ofMinutes(1));
    assertThat(reason(silence, "Active")).isEqualTo("True Active");
    assertThat(receiver.sent).hasSize(1);

    objects.clear();
    run(Duration.ofMinutes(1));
    assertThat(receiver.sent).containsExactly("Opened before", "Opened during");
  }

  @ParameterizedTest
  @CsvSource({
    "shop,          Medium,   shop,          true",
    "shop,          Critical, shop,          true",
    "shop,          Medium,   tocsin-system, true",
    "shop,          High,     tocsin-system, false",
    "shop,          Critical, tocsin-system, false",
    "bank,          Low,      tocsin-system, false",
    "tocsin-system, Critical, tocsin-system, true",
    "tocsin-system, Critical, shop,          true",
  })
  void aTenantsSilenceIsOfItsNamespaceAndBelowTheFloor(
      String namespace, String severity, String output, boolean held) {
    silence(namespace, "work", "true", Duration.ofHours(1));
    scene.silences.follow(objects);
    String uid = open("a", Severity.valueOf(severity.toUpperCase(java.util.Locale.ROOT)));
    assertThat(scene.silences.holding(scene.known(uid), output) != null).isEqualTo(held);
  }

  @Test
  void aTenantCannotSilenceAnAlertThatStandsForOthersToo() {
    silence("shop", "work", "true", Duration.ofHours(1));
    scene.silences.follow(objects);
    KnownAlert alert = scene.known(open("a", Severity.LOW));
    KnownAlert overflow =
        new KnownAlert(
            alert.ref(),
            alert.revision(),
            alert.severity(),
            true,
            alert.deliveries(),
            alert.created(),
            alert.changed(),
            alert.view());
    assertThat(scene.silences.holding(alert, SYSTEM)).isNotNull();
    assertThat(scene.silences.holding(overflow, SYSTEM)).isNull();
    assertThat(scene.silences.holding(overflow, "shop")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "ALERT,            a,                 false, false, true",
    "POLICY,           shell-in-pod,      false, false, true",
    "POLICY,           shell,             false, false, false",
    "POLICY,           shell,             true,  false, false",
    "POLICY,           shell-.*|other,    true,  false, true",
    "POLICY,           other,             false, true,  true",
    "POLICY,           shell-.*,          true,  true,  false",
    "POLICY_NAMESPACE, tocsin-system,     false, false, true",
    "SEVERITY,         Low,               false, false, true",
    "NAMESPACE,        shop,              false, false, true",
    "POD,              'web-[0-9]',       true,  false, true",
    "WORKLOAD,         web,               false, false, true",
    "NODE,             node-1,            false, false, true",
    "NODE,             'no\"de\\',        false, false, false",
  })
  void matchersAreForTheWholeValue(
      Subject subject, String value, boolean regex, boolean negate, boolean holds) {
    silence("shop", "work", null, Duration.ofHours(1), new Matcher(subject, value, regex, negate));
    scene.silences.follow(objects);
    KnownAlert alert = scene.known(open("a", Severity.LOW));
    assertThat(reason(objects.getFirst(), "Accepted")).isEqualTo("True Accepted");
    assertThat(scene.silences.holding(alert, SYSTEM) != null).isEqualTo(holds);
  }

  @Test
  void allMatchersMustHold() {
    silence(
        "shop",
        "work",
        null,
        Duration.ofHours(1),
        new Matcher(Subject.POD, "web-1", null, null),
        new Matcher(Subject.NODE, "another", null, null));
    scene.silences.follow(objects);
    assertThat(scene.silences.holding(scene.known(open("a", Severity.LOW)), "shop")).isNull();
  }

  @Test
  void whatIsWrongIsSaidWithItsField() {
    AlertSilence wrong = silence("shop", "a", "alert.severty == 'Low'", Duration.ofHours(1));
    AlertSilence regex =
        silence("shop", "b", null, Duration.ofHours(1), new Matcher(Subject.POD, "(", true, null));
    AlertSilence longer = silence("shop", "c", "true", Duration.ofDays(31));
    assertThat(accepted(wrong)).contains("InvalidMatch", "spec.match:1:6", "severty");
    assertThat(accepted(regex)).contains("InvalidMatch", "spec.matchers[0].value");
    assertThat(accepted(longer)).contains("TooLong", "2026-12-28T12:00:00Z");
    assertThat(reason(longer, "Active")).isEqualTo("False NotAccepted");
  }

  @Test
  void anExpressionWithoutAValueSilencesNothing() {
    silence("shop", "work", "pod.labels['team'] == 'web'", Duration.ofHours(1));
    scene.silences.follow(objects);
    assertThat(scene.silences.holding(scene.known(open("a", Severity.LOW)), "shop")).isNull();
  }

  @Test
  void itSaysHowManyItHoldsAndWhetherItEverHeldOne() throws Exception {
    AlertSilence silence = silence("shop", "work", "true", Duration.ofHours(1));
    assertThat(reason(silence, "NeverMatched")).isEqualTo("True NoMatch");
    open("a", Severity.LOW);
    open("b", Severity.CRITICAL);
    run(Duration.ofMinutes(1));
    assertThat(status(silence).holding()).isEqualTo(2);
    silence.setStatus(status(silence));
    run(Duration.ofHours(2));
    assertThat(status(silence).holding()).isZero();
    assertThat(reason(silence, "Active")).isEqualTo("False Expired");
    assertThat(reason(silence, "NeverMatched")).isEqualTo("False Matched");
  }

  @Test
  void theNewestOfTooManyIsNotAcceptedUntilAnotherIsOver() throws Exception {
    IntStream.range(0, 32)
        .forEach(i -> silence("shop", "s" + i, "false", Duration.ofHours(i == 0 ? 1 : 2)));
    scene.now = scene.now.plusSeconds(1);
    AlertSilence last = silence("shop", "work", "true", Duration.ofHours(3));
    scene.silences.follow(objects);
    assertThat(accepted(last)).contains("TooMany");
    open("a", Severity.LOW);
    run(Duration.ofMinutes(1));
    assertThat(receiver.sent).hasSize(1);
    run(Duration.ofHours(1));
    open("b", Severity.LOW);
    run(Duration.ofMinutes(1));
    assertThat(reason(last, "Active")).isEqualTo("True Active");
    assertThat(receiver.sent).hasSize(1);
  }

  private String open(String name, Severity severity) {
    String uid = scene.alert("shop", name, severity, 1, 1, false);
    lane.changed(uid);
    return uid;
  }

  /** What the outputs' thread does, every minute here. */
  private void run(Duration time) throws InterruptedException {
    Instant end = scene.now.plus(time);
    while (scene.now.isBefore(end)) {
      if (scene.silences.follow(objects)) {
        scene.alerts.keySet().forEach(lane::changed);
      }
      scene.run(lane, Duration.ofMinutes(1));
      scene.statusArrives();
    }
    scene.silences.follow(objects);
  }

  private AlertSilence silence(
      String namespace, String name, @Nullable String match, Duration time, Matcher... matchers) {
    AlertSilence silence = new AlertSilence();
    silence.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .withUid(namespace + "/" + name)
            .withGeneration(1L)
            .withCreationTimestamp(Timestamps.format(scene.now))
            .build());
    silence.setSpec(
        new AlertSilenceSpec(
            match,
            List.of(matchers),
            null,
            Timestamps.format(scene.now.plus(time)),
            "work",
            "jane"));
    objects.add(silence);
    return silence;
  }

  private AlertSilenceStatus status(AlertSilence silence) {
    scene.silences.follow(objects);
    return scene.silences.status(silence);
  }

  private String accepted(AlertSilence silence) {
    return status(silence).conditions().stream()
        .filter(each -> each.getType().equals("Accepted"))
        .map(each -> each.getReason() + " " + each.getMessage())
        .findFirst()
        .orElseThrow();
  }

  private String reason(AlertSilence silence, String type) {
    Condition condition =
        status(silence).conditions().stream()
            .filter(each -> each.getType().equals(type))
            .findFirst()
            .orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }
}
