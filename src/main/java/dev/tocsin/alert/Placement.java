package dev.tocsin.alert;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyId;
import java.util.regex.Pattern;

/** What an alert is called and which namespace it lives in. Guarded by the aggregator's lock. */
final class Placement {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final int MOST_PREFIXES = 10_000;

  private final String systemNamespace;
  private final AlertDigest digest = new AlertDigest();

  /** Of policies, and of nodes and namespaces that were capped, which come and go. */
  private final LoadingCache<String, String> prefixes =
      Caffeine.newBuilder().maximumSize(MOST_PREFIXES).build(AlertName::prefix);

  Placement(String systemNamespace) {
    this.systemNamespace = systemNamespace;
  }

  String systemNamespace() {
    return systemNamespace;
  }

  /** The name of the first episode. */
  AlertName nameOf(Finding finding) {
    PolicyId policy = finding.policy().id();
    return AlertName.first(
        prefixes.get(policy.name()), digest.of(policy.namespace(), policy.name(), finding.group()));
  }

  /** The namespace of the pod; the system's for host processes and where nobody knows. */
  String namespaceOf(Finding finding) {
    return valid(finding.facts().where().pod().namespace());
  }

  AlertName nameOf(Overflow overflow) {
    String limited =
        switch (overflow.cap()) {
          // the policy without its namespace
          case POLICY -> overflow.target().substring(overflow.target().indexOf('/') + 1);
          case NODE, NAMESPACE -> overflow.target();
          case CLUSTER -> "cluster";
        };
    return AlertName.first(
        prefixes.get("overflow-" + limited), digest.of(overflow.cap(), overflow.target()));
  }

  /** Beside what the cap limits. */
  String namespaceOf(Overflow overflow, Finding finding) {
    return switch (overflow.cap()) {
      case POLICY -> valid(finding.policy().id().namespace());
      case NAMESPACE -> overflow.target();
      case NODE, CLUSTER -> systemNamespace;
    };
  }

  private String valid(String namespace) {
    return NAMESPACE.matcher(namespace).matches() ? namespace : systemNamespace;
  }
}
