package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * From objects to the policies that run: the one way for operator, sensor, {@code run} and files.
 * {@link PolicySource} watches the objects, and says when they are read again.
 */
public final class PolicyLoader {
  private final String systemNamespace;
  private final PolicyTranslator translator;
  private final PolicyCatalog catalog;

  /**
   * What became of a policy.
   *
   * @param translation says when it is to be derived again
   */
  public record Derived(PolicyOutcome state, PolicyTranslation translation) {}

  /**
   * @param systemNamespace where a policy applies to the whole cluster
   * @param lists where the lists of policies are
   * @param catalog holds what runs
   */
  public PolicyLoader(String systemNamespace, ConfigMaps lists, PolicyCatalog catalog) {
    this.systemNamespace = systemNamespace;
    this.translator = new PolicyTranslator(systemNamespace, lists);
    this.catalog = catalog;
  }

  /**
   * Takes a policy as it is now into the catalog, or out of it where it is not accepted.
   *
   * @param exceptions all that exist
   * @param now decides which exceptions have expired
   */
  public Derived derive(
      DetectionPolicy policy, Collection<DetectionException> exceptions, Instant now) {
    PolicyTranslation translation = translator.translate(policy, exceptions, now);
    PolicyOutcome state =
        catalog.put(ObjectKey.of(policy), PolicyTranslator.id(policy), translation);
    return new Derived(state, translation);
  }

  /** The policy is gone. */
  void remove(ObjectKey policy) {
    catalog.remove(policy);
  }

  /** Those of the policies that are to be derived again when the exception changes. */
  Stream<ObjectKey> reachedBy(DetectionException exception, Stream<DetectionPolicy> policies) {
    String namespace = exception.getMetadata().getNamespace();
    return policies
        .map(ObjectKey::of)
        .filter(key -> ExceptionRules.canReach(systemNamespace, namespace, key.namespace()));
  }
}
