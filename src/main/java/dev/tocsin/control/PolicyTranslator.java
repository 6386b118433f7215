package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.Alerting;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.MitreTechnique;
import dev.tocsin.api.v1alpha1.Mode;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.api.v1alpha1.Variable;
import dev.tocsin.api.v1alpha1.WatchedKind;
import dev.tocsin.engine.policy.Containment;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * DetectionPolicy, its exceptions and lists to what the engine runs. Pure and thread safe; needs no
 * cluster.
 */
public final class PolicyTranslator {
  private static final Duration EXPIRE_AFTER = Duration.ofHours(720);

  private final String systemNamespace;
  private final ListValues lists;

  /**
   * @param systemNamespace where a policy applies to the whole cluster
   */
  public PolicyTranslator(String systemNamespace, ConfigMaps configMaps) {
    this.systemNamespace = systemNamespace;
    this.lists = new ListValues(configMaps);
  }

  /**
   * Translates a policy. One that this breaks over has a problem: see {@link Containment}.
   *
   * @param exceptions all that exist; those that do not concern the policy are left out
   * @param now decides which exceptions have expired
   */
  public PolicyTranslation translate(
      DetectionPolicy object, Collection<DetectionException> exceptions, Instant now) {
    try {
      return translated(object, exceptions, now);
    } catch (RuntimeException | Error e) {
      Problems problems = new Problems();
      problems.add("spec", "cannot be read: " + Containment.cause(e));
      return rejected(object, problems);
    }
  }

  private static PolicyTranslation rejected(DetectionPolicy object, Problems problems) {
    return new PolicyTranslation(
        Optional.empty(), problems.list(), List.of(), created(object), Optional.empty());
  }

  private static Instant created(DetectionPolicy object) {
    String created = object.getMetadata().getCreationTimestamp();
    if (created == null) {
      return Instant.MIN;
    }
    try {
      return Timestamps.parse(created);
    } catch (IllegalArgumentException e) {
      return Instant.MIN; // in a file: an API server writes it itself
    }
  }

  private PolicyTranslation translated(
      DetectionPolicy object, Collection<DetectionException> exceptions, Instant now) {
    Problems problems = new Problems();
    Problems warnings = new Problems();
    DetectionPolicySpec spec = object.getSpec();
    if (spec == null) {
      problems.add("spec", "is missing");
      return rejected(object, problems);
    }
    ObjectKey key = ObjectKey.of(object);
    ExceptionRules rules = new ExceptionRules(systemNamespace, now, problems);
    rules.addInline(spec.exceptions());
    rules.addObjects(object, exceptions);
    AlertSeverity severity = Objects.requireNonNullElse(spec.severity(), AlertSeverity.MEDIUM);
    Policy policy =
        new Policy(
            id(object),
            problems.required("spec.title", spec.title()),
            problems.translated(
                "spec.severity",
                severity,
                dev.tocsin.engine.policy.Severity.class,
                dev.tocsin.engine.policy.Severity.MEDIUM),
            spec.riskScore() == null ? riskScore(severity) : spec.riskScore(),
            techniques(spec.mitreAttack(), problems),
            problems.translated(
                "spec.mode",
                Objects.requireNonNullElse(spec.mode(), Mode.ACTIVE),
                Policy.Mode.class,
                Policy.Mode.ACTIVE),
            Scopes.translate(isSystem(key) ? "" : key.namespace(), spec.scope(), problems),
            events(spec.events(), problems),
            lists.resolve(key.namespace(), spec.lists(), problems, warnings),
            variables(spec.variables(), problems),
            match(spec, problems),
            rules.applying(),
            spec.window() == null ? null : Windows.translate(spec.window(), problems),
            alerting(spec.alert(), problems));
    return new PolicyTranslation(
        problems.isEmpty() ? Optional.of(policy) : Optional.empty(),
        problems.list(),
        Stream.concat(warnings.list().stream(), rules.warnings().stream()).toList(),
        created(object),
        rules.nextExpiry());
  }

  public static PolicyId id(DetectionPolicy object) {
    return new PolicyId(
        object.getMetadata().getNamespace(),
        object.getMetadata().getName(),
        Objects.requireNonNullElse(object.getMetadata().getUid(), ""),
        Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L));
  }

  private boolean isSystem(ObjectKey key) {
    return key.namespace().equals(systemNamespace);
  }

  private static int riskScore(AlertSeverity severity) {
    return switch (severity) {
      case INFO -> 0;
      case LOW -> 20;
      case MEDIUM, UNKNOWN -> 50;
      case HIGH -> 70;
      case CRITICAL -> 90;
    };
  }

  private static List<Policy.AttackTechnique> techniques(
      List<MitreTechnique> techniques, Problems problems) {
    List<Policy.AttackTechnique> translated = new ArrayList<>();
    for (MitreTechnique each : techniques) {
      String place = "spec.mitreAttack[" + translated.size() + "].technique";
      translated.add(
          new Policy.AttackTechnique(problems.required(place, each.technique()), each.tactics()));
    }
    return translated;
  }

  private static Set<EventKind> events(List<WatchedKind> kinds, Problems problems) {
    if (kinds.isEmpty()) {
      problems.add("spec.events", "is required");
    }
    return Windows.events("spec.events", kinds, problems);
  }

  private static List<Policy.Variable> variables(List<Variable> variables, Problems problems) {
    List<Policy.Variable> translated = new ArrayList<>();
    for (Variable variable : variables) {
      String place = "spec.variables[" + translated.size() + "]";
      translated.add(
          new Policy.Variable(
              problems.required(place + ".name", variable.name()),
              problems.required(place + ".expression", variable.expression())));
    }
    return translated;
  }

  private static String match(DetectionPolicySpec spec, Problems problems) {
    if (spec.match() != null) {
      return spec.match();
    }
    if (spec.window() == null || spec.window().steps().isEmpty()) {
      problems.add("spec.match", "is required, unless the window has steps");
    }
    return "";
  }

  private static Policy.Alerting alerting(@Nullable Alerting alert, Problems problems) {
    if (alert == null) {
      return new Policy.Alerting(List.of(), "", EXPIRE_AFTER);
    }
    return new Policy.Alerting(
        alert.groupBy(),
        Objects.requireNonNullElse(alert.message(), ""),
        alert.expireAfter() == null
            ? EXPIRE_AFTER
            : problems.duration("spec.alert.expireAfter", alert.expireAfter(), EXPIRE_AFTER));
  }
}
