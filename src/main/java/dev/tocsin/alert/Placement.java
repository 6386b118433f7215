package dev.tocsin.alert;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.Attribution;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * What an alert is called and which namespace it lives in.
 *
 * <p>An alert is of one namespace, since whoever reads alerts there sees its samples. Findings of a
 * group that can span namespaces make an alert in each of them: the namespace is part of the name
 * then.
 *
 * <p>Guarded by the book's lock.
 */
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
    String namespace = finding.facts().where().pod().namespace();
    return AlertName.first(
        prefixes.get(policy.name()),
        namespace.isEmpty() || isOfOneNamespace(finding, namespace)
            ? digest.of(policy.namespace(), policy.name(), finding.group())
            : digest.of(policy.namespace(), policy.name(), finding.group(), namespace));
  }

  /**
   * Whether only findings of that namespace have this group: the policy sees no other namespace, or
   * the group has something that is only there. Judged by values, so it does not matter how a
   * policy writes its expressions.
   */
  private boolean isOfOneNamespace(Finding finding, String namespace) {
    if (!finding.policy().id().namespace().equals(systemNamespace)) {
      return true;
    }
    Collection<String> group = finding.group().values();
    Facts facts = finding.facts();
    Attribution where = facts.where();
    return group.contains(namespace)
        || has(group, where.pod().uid())
        || has(group, where.container().id())
        || has(group, facts.process().execId())
        || facts.ancestors().stream().anyMatch(ancestor -> has(group, ancestor.execId()));
  }

  private static boolean has(Collection<String> group, String identity) {
    return !identity.isEmpty() && group.contains(identity);
  }

  /** The namespace of the pod; the system's for host processes and where nobody knows. */
  String namespaceOf(Finding finding) {
    return valid(finding.facts().where().pod().namespace());
  }

  AlertName nameOf(Overflow overflow) {
    String limited =
        switch (overflow.cap()) {
          // the policy without its namespace
          case POD, POLICY -> overflow.policy().substring(overflow.policy().indexOf('/') + 1);
          case NODE, NAMESPACE, NAMESPACED, ALL_NAMESPACED -> overflow.target();
          case CLUSTER -> "cluster";
        };
    return AlertName.first(prefixes.get("overflow-" + limited), digest.of(overflow));
  }

  /** Beside what the cap limits. */
  String namespaceOf(Overflow overflow, Finding finding) {
    return switch (overflow.cap()) {
      case POD -> namespaceOf(finding);
      case POLICY -> valid(finding.policy().id().namespace());
      case NAMESPACE, NAMESPACED, ALL_NAMESPACED -> valid(overflow.target());
      case NODE, CLUSTER -> systemNamespace;
    };
  }

  /** Where a stored alert belongs, which need not be where it is. */
  String home(StoredAlert stored) {
    Overflow overflow = stored.overflow();
    return overflow == null || overflow.cap() == Cap.POD
        ? valid(stored.summary().podNamespace())
        : stored.ref().namespace();
  }

  private String valid(String namespace) {
    return NAMESPACE.matcher(namespace).matches() ? namespace : systemNamespace;
  }
}
