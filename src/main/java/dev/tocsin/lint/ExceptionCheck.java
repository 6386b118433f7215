package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.DetectionExceptionSpec;
import dev.tocsin.api.v1alpha1.InlineException;
import dev.tocsin.api.v1alpha1.Timestamps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exceptions, of policies and as objects: whom they concern and how long. */
final class ExceptionCheck implements PolicyCheck {
  private final String systemNamespace;
  private final InstantSource clock;

  ExceptionCheck(String systemNamespace, InstantSource clock) {
    this.systemNamespace = systemNamespace;
    this.clock = clock;
  }

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    List<InlineException> exceptions = policy.spec().exceptions();
    for (int i = 0; i < exceptions.size(); i++) {
      String field = "spec.exceptions[" + i + "].expiresAt";
      expired(policy.object(), field, exceptions.get(i).expiresAt(), findings);
    }
  }

  /** The same for an object of its own. */
  void check(
      LintObject object, DetectionExceptionSpec spec, Set<String> policies, LintFindings findings) {
    expired(object, "spec.expiresAt", spec.expiresAt(), findings);
    if (spec.policies() != null && spec.policies().selectsAll()) {
      findings.add(
          Rule.WIDE_EXCEPTION,
          object,
          "spec.policies.selector",
          "an empty selector selects every policy");
    }
    List<String> names = spec.policies() == null ? List.of() : spec.policies().names();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean everywhere = object.namespace().equals(systemNamespace);
      boolean known =
          policies.contains(object.namespace() + "/" + name)
              || policies.contains(systemNamespace + "/" + name)
              || (everywhere && policies.stream().anyMatch(each -> each.endsWith("/" + name)));
      if (!known) {
        findings.add(
            Rule.UNKNOWN_POLICY,
            object,
            "spec.policies.names[" + i + "]",
            "there is no policy " + name + " that it could concern");
      }
    }
  }

  private void expired(
      LintObject object, String field, @Nullable String expiresAt, LintFindings findings) {
    time(expiresAt)
        .filter(time -> !time.isAfter(clock.instant()))
        .ifPresent(
            time -> findings.add(Rule.EXPIRED_EXCEPTION, object, field, "expired at " + time));
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Timestamps::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the schema says it
    }
  }
}
