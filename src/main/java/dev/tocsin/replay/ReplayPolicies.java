package dev.tocsin.replay;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.ObjectKey;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicyLoader;
import dev.tocsin.control.PolicyOutcome;
import dev.tocsin.control.Problem;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies of files, compiled. Most of a short replay's time goes into that, so who replays
 * much against the same policies makes them once. Immutable, thread safe.
 *
 * @param systemNamespace where a policy applies to the whole cluster
 * @param compiled those that are not disabled
 * @param warnings what the policies say that is probably not meant, with file and place
 */
public record ReplayPolicies(
    String systemNamespace, List<CompiledPolicy> compiled, List<String> warnings) {
  public ReplayPolicies {
    compiled = List.copyOf(compiled);
    warnings = List.copyOf(warnings);
  }

  /**
   * @param manifests policies, exceptions and ConfigMaps
   * @throws InvalidManifestException names every policy that is not accepted, with all that is
   *     wrong with it
   */
  public static ReplayPolicies of(Manifests manifests, String systemNamespace)
      throws InvalidManifestException {
    List<CompiledPolicy> installed = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (DetectionException exception : manifests.exceptions()) {
      if (selectsAll(exception)) {
        warnings.add(
            "DetectionException "
                + exception.getMetadata().getName()
                + ": spec.policies.selector: an empty selector selects every policy");
      }
    }
    PolicyCatalog catalog =
        new PolicyCatalog(
            policies -> {
              installed.clear();
              installed.addAll(policies);
            });
    PolicyLoader source =
        new PolicyLoader(systemNamespace, ConfigMaps.of(manifests.configMaps()), catalog);
    List<PolicyOutcome> derived = new ArrayList<>();
    List<Manifests.Read<DetectionPolicy>> policies = manifests.policies();
    catalog.together( // else each is installed with all before it
        () -> {
          for (Manifests.Read<DetectionPolicy> read : policies) {
            derived.add(
                source.derive(read.object(), manifests.exceptions(), Instant.EPOCH).state());
          }
        });
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      Manifests.Read<DetectionPolicy> read = policies.get(i);
      DetectionPolicy policy = read.object();
      switch (settled(policy, derived.get(i), catalog)) {
        case PolicyOutcome.Accepted accepted -> {
          for (Problem warning : accepted.warnings()) {
            warnings.add(
                read.file()
                    + ": DetectionPolicy "
                    + policy.getMetadata().getName()
                    + ": "
                    + warning);
          }
        }
        case PolicyOutcome.Rejected rejected -> {
          for (Problem problem : rejected.problems()) {
            problems.add(
                read.file() + ": DetectionPolicy " + rejected.id().name() + ": " + problem);
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidManifestException(String.join("\n", problems));
    }
    return new ReplayPolicies(systemNamespace, installed, warnings);
  }

  /** Whether there is room for a policy shows when all are there; of one name each is judged. */
  private static PolicyOutcome settled(
      DetectionPolicy policy, PolicyOutcome derived, PolicyCatalog catalog) {
    boolean isInvalid =
        derived instanceof PolicyOutcome.Rejected rejected
            && rejected.reason() == PolicyOutcome.Reason.INVALID;
    return isInvalid ? derived : catalog.state(ObjectKey.of(policy)).orElse(derived);
  }

  private static boolean selectsAll(DetectionException exception) {
    return exception.getSpec() != null
        && exception.getSpec().policies() != null
        && exception.getSpec().policies().selectsAll();
  }
}
