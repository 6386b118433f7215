package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.HookRequirement;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.api.v1alpha1.WatchedKind;
import dev.tocsin.event.EventKind;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.ManifestFile;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.policytest.TestFile.TestCase;
import dev.tocsin.tracing.HookEvent;
import dev.tocsin.tracing.ShippedTracing;
import dev.tocsin.tracing.Tracing;
import dev.tocsin.tracing.TracingPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Whether Tetragon would send what a test composes: an event of a hook must pass a selector of a
 * tracing policy that the tested policies require. A test over an event that stays in the kernel
 * says nothing of what a policy does.
 */
final class SentCheck {
  private static final Map<String, TracingPolicy> SHIPPED = byName(ShippedTracing.read());

  private final Optional<Tracing> required;

  private SentCheck(Optional<Tracing> required) {
    this.required = required;
  }

  /** Tracing policies are those among the manifests of the test, else the shipped ones. */
  static SentCheck of(TestFile file, Manifests manifests) throws InvalidManifestException {
    Map<String, TracingPolicy> known = new TreeMap<>(SHIPPED);
    known.putAll(byName(given(file)));
    Set<TracingPolicy> required = new LinkedHashSet<>();
    for (Manifests.Read<DetectionPolicy> each : manifests.policies()) {
      DetectionPolicySpec spec = each.object().getSpec();
      if (spec == null || spec.events().stream().noneMatch(SentCheck::isOfKernelHook)) {
        continue;
      }
      Optional<Set<TracingPolicy>> own = required(spec, known);
      if (own.isEmpty()) {
        return new SentCheck(Optional.empty());
      }
      required.addAll(own.get());
    }
    return new SentCheck(
        required.isEmpty() ? Optional.empty() : Optional.of(new Tracing(List.copyOf(required))));
  }

  /** Whether events of the kind are made by hooks in the kernel, be it a derived one. */
  private static boolean isOfKernelHook(WatchedKind kind) {
    return EventKind.valueOf(kind.name()).wireKinds().stream().anyMatch(EventKind::isOfKernelHook);
  }

  /** Empty where it is not known: it takes what any gives, or one is not there or not in full. */
  private static Optional<Set<TracingPolicy>> required(
      DetectionPolicySpec spec, Map<String, TracingPolicy> known) {
    Requirements requires = Objects.requireNonNullElse(spec.requires(), Requirements.NONE);
    Set<TracingPolicy> required = new LinkedHashSet<>();
    for (String name : requires.tracingPolicies()) {
      TracingPolicy named = known.get(name);
      if (named == null) {
        return Optional.empty();
      }
      required.add(named);
    }
    for (HookRequirement hook : requires.hooks()) {
      List<TracingPolicy> having =
          known.values().stream().filter(each -> each.hasAny(hook.anyOf())).toList();
      if (having.isEmpty()) {
        return Optional.empty();
      }
      required.addAll(having);
    }
    return required.isEmpty() || required.stream().anyMatch(TracingPolicy::open)
        ? Optional.empty()
        : Optional.of(required);
  }

  private static Map<String, TracingPolicy> byName(List<TracingPolicy> policies) {
    Map<String, TracingPolicy> byName = new HashMap<>();
    policies.forEach(each -> byName.put(each.name(), each));
    return byName;
  }

  private static List<TracingPolicy> given(TestFile file) throws InvalidManifestException {
    List<JsonNode> objects = new ArrayList<>(file.objects());
    for (Path path : Manifests.files(file.manifests())) {
      ManifestFile.strict(path).objects().forEach(each -> objects.add(each.json()));
    }
    return objects.stream().filter(TracingPolicy::is).map(TracingPolicy::of).toList();
  }

  /** What of a test Tetragon would not send. */
  List<String> failures(TestCase test) {
    return said(test, ": Tetragon would not send this event: ", Tracing::refusal);
  }

  /** Of what it is not known whether Tetragon would send it. */
  List<String> notes(TestCase test) {
    return said(test, ": it is unknown whether Tetragon would send this event: ", Tracing::doubt);
  }

  private List<String> said(
      TestCase test, String text, BiFunction<Tracing, HookEvent, Optional<String>> question) {
    List<String> said = new ArrayList<>();
    for (Step step : test.steps()) {
      if (step instanceof Step.Happens happens
          && EventKind.ofWireName(happens.kind()).filter(EventKind::isOfKernelHook).isPresent()) {
        required
            .flatMap(tracing -> question.apply(tracing, new HookEvent(happens.content())))
            .ifPresent(why -> said.add(happens.place() + text + why));
      }
    }
    return said;
  }
}
