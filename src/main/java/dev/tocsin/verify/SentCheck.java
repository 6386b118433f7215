package dev.tocsin.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.EventKind;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.app.InvalidManifestException;
import dev.tocsin.app.Manifests;
import dev.tocsin.inventory.Documents;
import dev.tocsin.inventory.InvalidDocumentException;
import dev.tocsin.tracing.HookEvent;
import dev.tocsin.tracing.ShippedTracing;
import dev.tocsin.tracing.Tracing;
import dev.tocsin.tracing.TracingPolicy;
import dev.tocsin.verify.TestFile.TestCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether Tetragon would send what a test composes: an event of a hook must pass a selector of a
 * tracing policy that the tested policies require. A test over an event that stays in the kernel
 * says nothing of what a policy does.
 */
final class SentCheck {
  private static final Set<String> HOOKED =
      Set.of("process_kprobe", "process_lsm", "process_tracepoint");

  /** What makes events of hooks only when a tracing policy asks for it. */
  private static final Set<EventKind> TRACED =
      Set.of(
          EventKind.PROCESS_KPROBE,
          EventKind.PROCESS_LSM,
          EventKind.PROCESS_TRACEPOINT,
          EventKind.PROCESS_CONNECT,
          EventKind.FILE_ACCESS);

  private static final Map<String, TracingPolicy> SHIPPED = byName(ShippedTracing.read());

  private final Optional<Tracing> required;

  private SentCheck(Optional<Tracing> required) {
    this.required = required;
  }

  /** Tracing policies are those among the manifests of the test, else the shipped ones. */
  static SentCheck of(TestFile file, Manifests manifests)
      throws InvalidTestException, InvalidManifestException {
    Map<String, TracingPolicy> known = new HashMap<>(SHIPPED);
    known.putAll(byName(given(file)));
    Set<String> names = new TreeSet<>();
    for (Manifests.Read<dev.tocsin.api.v1alpha1.DetectionPolicy> each : manifests.policies()) {
      DetectionPolicySpec spec = each.object().getSpec();
      if (spec == null || spec.events().stream().noneMatch(TRACED::contains)) {
        continue;
      }
      List<String> own = needs(spec);
      if (own.isEmpty()) {
        return new SentCheck(Optional.empty()); // it takes what any tracing policy gives
      }
      names.addAll(own);
    }
    List<TracingPolicy> found =
        names.stream()
            .map(known::get)
            .filter(Objects::nonNull)
            .filter(policy -> !policy.open())
            .toList();
    return new SentCheck(
        names.isEmpty() || found.size() < names.size()
            ? Optional.empty()
            : Optional.of(new Tracing(found)));
  }

  private static List<String> needs(DetectionPolicySpec spec) {
    Requirements requires = spec.requires();
    return requires == null ? List.of() : requires.tracingPolicies();
  }

  private static Map<String, TracingPolicy> byName(List<TracingPolicy> policies) {
    Map<String, TracingPolicy> byName = new HashMap<>();
    policies.forEach(each -> byName.put(each.name(), each));
    return byName;
  }

  private static List<TracingPolicy> given(TestFile file)
      throws InvalidTestException, InvalidManifestException {
    List<JsonNode> objects = new ArrayList<>(file.objects());
    for (Path path : Manifests.files(file.manifests())) {
      try {
        objects.addAll(Documents.read(path));
      } catch (InvalidDocumentException e) {
        throw new InvalidTestException(String.valueOf(e.getMessage()), e);
      }
    }
    return objects.stream().filter(TracingPolicy::is).map(TracingPolicy::of).toList();
  }

  /** What of a test Tetragon would not send. */
  List<String> failures(TestCase test) {
    List<String> failures = new ArrayList<>();
    for (Step step : test.steps()) {
      if (step instanceof Step.Happens happens && HOOKED.contains(happens.kind())) {
        required
            .flatMap(tracing -> tracing.refusal(new HookEvent(happens.content())))
            .ifPresent(
                why ->
                    failures.add(happens.place() + ": Tetragon would not send this event: " + why));
      }
    }
    return failures;
  }
}
