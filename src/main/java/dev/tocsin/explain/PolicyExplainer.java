package dev.tocsin.explain;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.Requirements;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyTexts;
import dev.tocsin.engine.index.Admission;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.EventKind;
import dev.tocsin.explain.PolicyExplanation.ExceptionRule;
import dev.tocsin.explain.PolicyExplanation.IndexEntry;
import dev.tocsin.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Says what a policy is about. */
final class PolicyExplainer {
  private static final List<String> BY_WORKLOAD =
      List.of("pod.namespace", "pod.workload.kind", "pod.workload.name", "container.name");

  private PolicyExplainer() {}

  static PolicyExplanation explain(
      Manifests.Read<DetectionPolicy> read,
      CompiledPolicy compiled,
      PolicyTexts texts,
      List<String> warnings) {
    Policy policy = compiled.policy();
    Requirements stated =
        Objects.requireNonNullElse(read.object().getSpec().requires(), Requirements.NONE);
    Set<String> functions = new TreeSet<>();
    texts
        .expressions()
        .forEach(expression -> functions.addAll(expression.comparedWith("event.function")));
    functions.remove("");
    return new PolicyExplanation(
        policy.id().key(),
        read.file().toString(),
        policy.title(),
        name(policy.severity()),
        policy.riskScore(),
        name(policy.mode()),
        compiled.kinds().stream().map(EventKind::apiName).toList(),
        List.copyOf(functions),
        Words.scope(policy.scope()),
        policy.match().strip(),
        policy.window() == null ? "at every match" : Words.window(policy.window()),
        compiled.window() == null ? "" : compiled.window().locality().reason(),
        policy.alerting().groupBy().isEmpty() ? BY_WORKLOAD : policy.alerting().groupBy(),
        Words.duration(policy.alerting().expireAfter()),
        policy.exceptions().stream().map(PolicyExplainer::exception).toList(),
        Needs.of(compiled, stated, texts.expressions()),
        index(compiled),
        warnings);
  }

  private static String name(Enum<?> constant) {
    return constant.name().charAt(0)
        + constant.name().substring(1).toLowerCase(java.util.Locale.ROOT);
  }

  private static ExceptionRule exception(Policy.ExceptionRule exception) {
    return new ExceptionRule(
        exception.source(),
        exception.match().strip(),
        Objects.toString(exception.expiresAt(), ""),
        Objects.requireNonNullElse(exception.namespace(), ""));
  }

  /** As the engine's index has it: a table for each kind on the wire. */
  private static List<IndexEntry> index(CompiledPolicy compiled) {
    List<IndexEntry> entries = new ArrayList<>();
    Set<EventKind> onTheWire = new TreeSet<>();
    compiled.kinds().forEach(kind -> onTheWire.addAll(kind.eventKinds()));
    for (EventKind kind : onTheWire) {
      Admission admission = Admission.of(kind, compiled.kinds());
      IndexCondition condition = compiled.conditions().get(kind);
      if (admission != null && condition != null) {
        entries.add(new IndexEntry(kind.apiName(), offered(admission, condition)));
      }
    }
    return List.copyOf(entries);
  }

  private static String offered(Admission admission, IndexCondition condition) {
    if (condition.always()) {
      return events(admission, "every event of this kind")
          + ": no condition of the match is indexed";
    }
    return condition.never()
        ? "no event of this kind: the match is false for all of them"
        : events(admission, "events") + " where " + Words.condition(condition);
  }

  private static String events(Admission admission, String ofKind) {
    if (admission.always()) {
      return ofKind;
    }
    if (admission.connect() && admission.file()) {
      return "events that are a connection or an access to a file";
    }
    return admission.connect() ? "events that are a connection" : "events that access a file";
  }
}
