package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows policies and exceptions of an API server: keeps the catalog up to date and writes status.
 * Uses no finalizers, so nothing is left behind that could not be deleted.
 */
public final class PolicyControl implements ControlLoop {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyControl.class);

  /** How long policies that nothing is made of keep the others from running. */
  private static final Duration STATES = Duration.ofMinutes(2);

  private static final Duration RETRY_FIRST = Duration.ofMillis(200);
  private static final Duration RETRY_AT_MOST = Duration.ofSeconds(30);

  private final PolicyCatalog catalog;
  private final DetectionPolicyReconciler policies;
  private final InstantSource clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Operator operator;
  private final ServedKinds kinds;
  private final CountDownLatch end = new CountDownLatch(1);

  /**
   * @param client is not closed here
   * @param systemNamespace where a policy applies to the whole cluster
   * @param flushInterval how often counts are written at most: 10 s in production
   * @param mayWrite whether this process may write status now
   * @param onStopped is called with why an informer has stopped for good: the process must start
   *     again
   */
  public PolicyControl(
      KubernetesClient client,
      String systemNamespace,
      PolicyCatalog catalog,
      Observations observations,
      Duration flushInterval,
      InstantSource clock,
      BooleanSupplier mayWrite,
      Consumer<Throwable> onStopped) {
    this.catalog = catalog;
    this.clock = clock;
    this.kinds = new ServedKinds(client);
    Snapshots snapshots =
        new Snapshots(observations, catalog::installations, flushInterval.dividedBy(10));
    policies =
        new DetectionPolicyReconciler(
            client, systemNamespace, catalog, snapshots, flushInterval, clock, mayWrite);
    operator =
        new Operator(
            settings ->
                settings
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withExecutorService(threads)
                    .withUseSSAToPatchPrimaryResource(false)
                    .withInformerStoppedHandler(
                        (informer, failure) -> {
                          if (failure != null) {
                            onStopped.accept(failure);
                          }
                        }));
    operator.register(policies, settings -> configure(settings));
    operator.register(
        new DetectionExceptionReconciler(catalog, snapshots, flushInterval, clock, mayWrite),
        settings -> configure(settings));
  }

  private static <R extends HasMetadata> void configure(
      ControllerConfigurationOverrider<R> settings) {
    settings
        .watchingAllNamespaces()
        .withTriggerReconcilerOnAllEvents(true)
        .withOnUpdateFilter(PolicyControl::isSpecChanged)
        .withRetry(retry());
  }

  /** Whether a person changed something: status alone is our own writing. */
  private static boolean isSpecChanged(HasMetadata after, HasMetadata before) {
    return LostEvents.differ(after, before)
        || !Objects.equals(after.getMetadata().getLabels(), before.getMetadata().getLabels())
        || after.getMetadata().getDeletionTimestamp() != null;
  }

  private static Retry retry() {
    return new GenericRetry()
        .setInitialInterval(RETRY_FIRST)
        .setIntervalMultiplier(2)
        .setMaxInterval(RETRY_AT_MOST.toMillis())
        .withoutMaxAttempts();
  }

  /**
   * Returns when every policy of the API server was looked at and those that are accepted are
   * installed, or after {@link #close}. Waits for an API server that is not there, and for the
   * kinds to be installed, as long as it takes; for policies of which nothing comes, two minutes.
   *
   * @throws io.javaoperatorsdk.operator.OperatorException when the API server goes while the
   *     watches begin
   */
  @Override
  public void start() throws InterruptedException {
    if (kinds.await(end)) {
      operator.start();
      Instant deadline = clock.instant().plus(STATES);
      catalog.awaitStates(
          policies::known, () -> end.getCount() > 0 && clock.instant().isBefore(deadline));
      reportMissing();
    }
  }

  private void reportMissing() {
    List<ObjectKey> missing =
        policies.known().stream().filter(key -> catalog.state(key).isEmpty()).toList();
    if (!missing.isEmpty() && end.getCount() > 0) {
      LOG.error(
          "beginning without {} policies of which nothing was made in {} minutes: {}",
          missing.size(),
          STATES.toMinutes(),
          missing.stream().limit(10).toList());
    }
  }

  @Override
  public Map<String, Integer> blindNodes() {
    return policies.blindNodes();
  }

  /** Whether the watches are alive. */
  public boolean isHealthy() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  @Override
  public void close() {
    end.countDown();
    operator.stop();
    policies.close();
    threads.close();
  }
}
