package dev.tocsin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Form;
import dev.tocsin.alert.Outcome;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that a real API server does not give on demand. */
class RequestFailuresTest {
  private static final String ALERTS = "/apis/tocsin.dev/v1alpha1/namespaces/shop/securityalerts";

  private final KubernetesMockServer server = MockServers.start();
  private final KubernetesClient client = server.createClient();
  private final KubernetesAlertStore store =
      new KubernetesAlertStore(client, Duration.ofSeconds(30));
  private final Alert alert = alert();

  @AfterEach
  void stop() {
    store.close();
    client.close();
    server.destroy();
  }

  @Test
  void aHeaderSaysHowLongToWait() {
    server
        .expect()
        .post()
        .withPath(ALERTS)
        .andReturn(429, "Too many requests, please try again later.")
        .withHeader("Retry-After", "7")
        .once();

    assertThat(create())
        .isInstanceOfSatisfying(
            Outcome.Unavailable.class,
            unavailable -> assertThat(unavailable.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    assertThat(create()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void theStatusSaysHowLongToWait() {
    answerCreation(
        429, new StatusBuilder().withNewDetails().withRetryAfterSeconds(3).endDetails().build());

    assertThat(create())
        .isInstanceOfSatisfying(
            Outcome.Unavailable.class,
            unavailable -> assertThat(unavailable.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 429, 500, 502, 503, 504})
  void aFaultOfTheServerIsNoFaultOfTheAlert(int code) {
    answerCreation(code, new StatusBuilder().withMessage("out of order").build());

    assertThat(create()).isEqualTo(new Outcome.Unavailable("out of order", null));
  }

  @ParameterizedTest
  @CsvSource({
    "403, 'exceeded quota: alerts, requested: count/securityalerts.tocsin.dev=1'",
    "403, 'admission webhook \"policy.example\" denied the request'",
    "500, 'Internal error occurred: failed calling webhook \"policy.example\": timeout'"
  })
  void aRefusalForWhereTheAlertIsIsNoFaultOfTheServer(int code, String message) {
    answerCreation(code, new StatusBuilder().withMessage(message).build());

    assertThat(create()).isEqualTo(new Outcome.Refused(message));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void aRefusalForWhatTheAlertSaysIsOne(int code) {
    answerCreation(code, new StatusBuilder().withMessage("spec.title: Too long").build());

    assertThat(create()).isEqualTo(new Outcome.Invalid("spec.title: Too long"));
  }

  @Test
  void anAlertThatTheDatabaseFindsTooLargeIsInvalid() {
    answerCreation(
        500, new StatusBuilder().withMessage("etcdserver: request is too large").build());

    assertThat(create()).isInstanceOf(Outcome.Invalid.class);
  }

  @Test
  void aNamespaceThatIsNotFoundIsGone() {
    answerCreation(
        404,
        new StatusBuilder()
            .withMessage("namespaces \"shop\" not found")
            .withNewDetails()
            .withKind("namespaces")
            .withName("shop")
            .endDetails()
            .build());

    assertThat(create()).isEqualTo(new Outcome.NamespaceGone());
  }

  @Test
  void aConflictOnTheStatusIsAChangeBySomebodyElse() {
    AlertRef ref = created();
    server
        .expect()
        .put()
        .withPath(ALERTS + "/" + alert.name() + "/status")
        .andReturn(409, new StatusBuilder().withMessage("the object has been modified").build())
        .once();

    assertThat(update(ref))
        .isInstanceOfSatisfying(
            Outcome.Changed.class,
            changed -> assertThat(changed.stored().ref().uid()).isEqualTo(ref.uid()));
    assertThat(update(ref)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    server.shutdown();

    assertThat(create()).isInstanceOf(Outcome.Unavailable.class);
  }

  private void answerCreation(int code, Status status) {
    status.setCode(code);
    server.expect().post().withPath(ALERTS).andReturn(code, status).once();
  }

  private Outcome create() {
    return store.create(alert, Form.FULL);
  }

  private AlertRef created() {
    assertThat(create()).isInstanceOf(Outcome.Done.class);
    Outcome again = create();
    assertThat(again).isInstanceOf(Outcome.Exists.class);
    return ((Outcome.Exists) again).stored().ref();
  }

  private Outcome update(AlertRef ref) {
    return store.update(ref, alert.tally(), Deliveries.NONE, Form.FULL);
  }

  private static Alert alert() {
    InstantSource clock = InstantSource.system();
    Aggregator aggregator = new Aggregator(AlertSettings.defaults("tocsin-system"), clock);
    aggregator.accept(new Findings(clock).finding("web-1"));
    return aggregator.alerts().getFirst();
  }
}
