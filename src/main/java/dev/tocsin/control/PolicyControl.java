package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A {@link PolicySource}, and JOSDK's operator, which writes what became of policies and exceptions
 * into their status. Uses no finalizers, so nothing is left behind that could not be deleted.
 */
public final class PolicyControl implements ControlLoop {
  private static final Duration RETRY_FIRST = Duration.ofMillis(200);
  private static final Duration RETRY_AT_MOST = Duration.ofSeconds(30);

  /**
   * So many look at a policy, and write its status, at the same time. An API server takes some
   * hundred requests of one connection, which is also the lease's: with one thread for each of
   * 3,000 policies the lease could not be renewed, and no replica led for long.
   */
  static final int WRITING_AT_A_TIME = 8;

  private final PolicySource source;
  private final DetectionPolicyReconciler policies;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          WRITING_AT_A_TIME, Thread.ofVirtual().name("status ", 0).factory());
  private final Operator operator;
  private final ServedKinds kinds;
  private final CountDownLatch end = new CountDownLatch(1);

  /**
   * @param client is not closed here
   * @param systemNamespace where a policy applies to the whole cluster
   * @param flushInterval how often counts are written at most: 10 s in production
   * @param mayWrite whether this process may write status now
   * @param onFailure is called with what only another process may cure: policies could not be
   *     installed, or one of JOSDK's informers has stopped for good
   */
  public PolicyControl(
      KubernetesClient client,
      String systemNamespace,
      PolicyCatalog catalog,
      Observations observations,
      Duration flushInterval,
      InstantSource clock,
      BooleanSupplier mayWrite,
      Consumer<Throwable> onFailure) {
    this.kinds = new ServedKinds(client);
    Snapshots snapshots =
        new Snapshots(observations, catalog::installations, flushInterval.dividedBy(10));
    policies =
        new DetectionPolicyReconciler(
            systemNamespace, catalog, snapshots, flushInterval, clock, mayWrite);
    source =
        new PolicySource(
            client, systemNamespace, catalog, Optional.empty(), clock, policies::loaded, onFailure);
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
                            onFailure.accept(failure);
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
   * kinds to be installed, as long as it takes.
   *
   * @throws io.javaoperatorsdk.operator.OperatorException when the API server goes while the
   *     watches for status begin
   */
  @Override
  public void start() throws InterruptedException {
    if (kinds.await(end)) {
      source.start();
      if (end.getCount() > 0) {
        operator.start();
      }
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
    source.close();
    operator.stop();
    threads.close();
  }
}
