package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.Alerting;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.Mode;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.api.v1alpha1.Severity;
import dev.tocsin.api.v1alpha1.Window;
import dev.tocsin.engine.Policy;
import dev.tocsin.engine.PolicyId;
import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DetectionPolicy, its exceptions and lists to what the engine runs. Pure and thread safe; needs no
 * cluster.
 */
public final class PolicyTranslator {
  private static final Duration EXPIRE_AFTER = Duration.ofHours(720);

  /** The container of a workload, whichever pod it runs in; the node outside any pod. */
  private static final List<String> BY_WORKLOAD =
      List.of(
          "pod.namespace",
          "pod.workload.kind",
          "pod.workload.name",
          "pod.name == '' ? node.name : container.name");

  private final String systemNamespace;
  private final ConfigMaps configMaps;

  /**
   * @param systemNamespace where a policy applies to the whole cluster
   */
  public PolicyTranslator(String systemNamespace, ConfigMaps configMaps) {
    this.systemNamespace = systemNamespace;
    this.configMaps = configMaps;
  }

  /**
   * Translates a policy.
   *
   * @param exceptions all that exist; those that do not concern the policy are left out
   * @param now decides which exceptions have expired
   */
  public Translation translate(
      DetectionPolicy object, Collection<DetectionException> exceptions, Instant now) {
    Problems problems = new Problems();
    DetectionPolicySpec spec = object.getSpec();
    if (spec == null) {
      problems.add("spec", "is missing");
      return new Translation(Optional.empty(), problems.list(), List.of(), Optional.empty());
    }
    ObjectKey key = ObjectKey.of(object);
    Exclusions exclusions = new Exclusions(systemNamespace, now, problems);
    exclusions.addInline(spec.exceptions());
    exclusions.addObjects(object, exceptions);
    Severity severity = Objects.requireNonNullElse(spec.severity(), Severity.MEDIUM);
    Policy policy =
        new Policy(
            id(object),
            spec.title(),
            problems.translated(
                "spec.severity",
                severity,
                dev.tocsin.engine.Severity.class,
                dev.tocsin.engine.Severity.MEDIUM),
            spec.riskScore() == null ? riskScore(severity) : spec.riskScore(),
            spec.mitreAttack().stream()
                .map(each -> new Policy.Technique(each.technique(), each.tactics()))
                .toList(),
            problems.translated(
                "spec.mode",
                Objects.requireNonNullElse(spec.mode(), Mode.ACTIVE),
                Policy.Mode.class,
                Policy.Mode.ACTIVE),
            Scopes.translate(isSystem(key) ? "" : key.namespace(), spec.scope(), problems),
            events("spec.events", spec.events(), problems),
            lists(key.namespace(), spec.lists(), problems),
            spec.variables().stream()
                .map(each -> new Policy.Variable(each.name(), each.expression()))
                .toList(),
            match(spec, problems),
            exclusions.applying(),
            window(spec.window(), problems),
            alerting(spec.alert(), problems));
    return new Translation(
        problems.isEmpty() ? Optional.of(policy) : Optional.empty(),
        problems.list(),
        exclusions.warnings(),
        exclusions.nextExpiry());
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

  private static int riskScore(Severity severity) {
    return switch (severity) {
      case INFO -> 0;
      case LOW -> 20;
      case MEDIUM, UNKNOWN -> 50;
      case HIGH -> 70;
      case CRITICAL -> 90;
    };
  }

  private static Set<EventKind> events(
      String place, List<dev.tocsin.api.v1alpha1.EventKind> kinds, Problems problems) {
    Set<EventKind> events = EnumSet.noneOf(EventKind.class);
    for (int i = 0; i < kinds.size(); i++) {
      events.add(
          problems.translated(
              place + "[" + i + "]", kinds.get(i), EventKind.class, EventKind.PROCESS_EXEC));
    }
    return events;
  }

  private List<Policy.NamedList> lists(String namespace, List<NamedList> lists, Problems problems) {
    List<Policy.NamedList> resolved = new ArrayList<>();
    for (NamedList list : lists) {
      String place = "spec.lists[" + resolved.size() + "].configMapKeyRef";
      resolved.add(
          new Policy.NamedList(
              list.name(),
              list.configMapKeyRef() == null
                  ? list.values()
                  : values(namespace, list.configMapKeyRef(), place, problems)));
    }
    return resolved;
  }

  private List<String> values(
      String namespace, NamedList.ConfigMapKeyRef reference, String place, Problems problems) {
    String configMap = "ConfigMap " + reference.name();
    String text = null;
    switch (configMaps.get(new ObjectKey(namespace, reference.name()))) {
      case ConfigMaps.Found found -> {
        text = found.data().get(reference.key());
        if (text == null) {
          problems.add(place, configMap + " has no key " + reference.key());
        }
      }
      case ConfigMaps.NotFound missing -> problems.add(place, configMap + " not found");
      case ConfigMaps.Unreadable(String reason) ->
          problems.add(place, configMap + " cannot be read: " + reason);
    }
    return text == null ? List.of() : values(text);
  }

  /** One a line; blank lines and comments do not count. */
  private static List<String> values(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
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

  private static Policy.@Nullable Window window(@Nullable Window window, Problems problems) {
    if (window == null) {
      return null;
    }
    Policy.Window.Type type =
        problems.translated(
            "spec.window.type",
            window.type(),
            Policy.Window.Type.class,
            Policy.Window.Type.EVENT_COUNT);
    int threshold =
        switch (type) {
          case EVENT_COUNT, VALUE_COUNT -> {
            if (window.condition() == null) {
              problems.add("spec.window.condition", "is required for " + window.type());
              yield 1;
            }
            yield window.condition().gte();
          }
          case TEMPORAL, TEMPORAL_ORDERED -> window.steps().size();
        };
    return new Policy.Window(
        type,
        window.field(),
        window.groupBy().isEmpty() ? BY_WORKLOAD : window.groupBy(),
        problems.duration("spec.window.within", window.within(), Duration.ofMinutes(1)),
        threshold,
        steps(window.steps(), problems));
  }

  private static List<Policy.Window.Step> steps(List<Window.Step> steps, Problems problems) {
    List<Policy.Window.Step> translated = new ArrayList<>();
    for (Window.Step step : steps) {
      String place = "spec.window.steps[" + translated.size() + "].events";
      translated.add(
          new Policy.Window.Step(
              step.name(), events(place, step.events(), problems), step.match()));
    }
    return translated;
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
