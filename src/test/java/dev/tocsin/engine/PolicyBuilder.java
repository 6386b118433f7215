package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.engine.policy.LabelSelector;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies for tests: a cluster policy on executions that matches everything, until told else. */
public final class PolicyBuilder {
  private PolicyId id;
  private String title;
  private int riskScore = 50;
  private List<Policy.AttackTechnique> mitreAttack = List.of();
  private Severity severity = Severity.HIGH;
  private Policy.Mode mode = Policy.Mode.ACTIVE;
  private Set<EventKind> events = EnumSet.of(EventKind.PROCESS_EXEC);
  private final List<Policy.NamedList> lists = new ArrayList<>();
  private final List<Policy.Variable> variables = new ArrayList<>();
  private String match = "true";
  private final List<Policy.ExceptionRule> exceptions = new ArrayList<>();
  private Policy.@Nullable Window window;
  private List<String> groupBy = List.of();
  private String message = "";
  private Duration expireAfter = Duration.ofDays(30);
  private String scopeNamespace = "";
  private LabelSelector namespaceSelector = LabelSelector.EVERYTHING;
  private LabelSelector podSelector = LabelSelector.EVERYTHING;
  private LabelSelector nodeSelector = LabelSelector.EVERYTHING;
  private List<String> includeContainers = List.of();
  private List<String> excludeContainers = List.of();
  private Scope.Host host = Scope.Host.EXCLUDE;

  private PolicyBuilder(String name) {
    this.id = new PolicyId("tocsin-system", name, "uid-" + name, 1);
    this.title = "Title of " + name;
  }

  /** Begins with all that another policy says. */
  public static PolicyBuilder of(Policy policy) {
    PolicyBuilder builder = new PolicyBuilder(policy.id().name());
    builder.id = policy.id();
    builder.title = policy.title();
    builder.severity = policy.severity();
    builder.riskScore = policy.riskScore();
    builder.mitreAttack = policy.mitreAttack();
    builder.mode = policy.mode();
    builder.scopeNamespace = policy.scope().namespace();
    builder.namespaceSelector = policy.scope().namespaceSelector();
    builder.podSelector = policy.scope().podSelector();
    builder.nodeSelector = policy.scope().nodeSelector();
    builder.includeContainers = policy.scope().includeContainers();
    builder.excludeContainers = policy.scope().excludeContainers();
    builder.host = policy.scope().host();
    builder.events = policy.events();
    builder.lists.addAll(policy.lists());
    builder.variables.addAll(policy.variables());
    builder.match = policy.match();
    builder.exceptions.addAll(policy.exceptions());
    builder.window = policy.window();
    builder.groupBy = policy.alerting().groupBy();
    builder.message = policy.alerting().message();
    builder.expireAfter = policy.alerting().expireAfter();
    return builder;
  }

  public static PolicyBuilder policy(String name) {
    return new PolicyBuilder(name);
  }

  public static PolicyBuilder matching(String match) {
    return new PolicyBuilder("test").match(match);
  }

  public PolicyBuilder id(PolicyId id) {
    this.id = id;
    return this;
  }

  public PolicyBuilder match(String match) {
    this.match = match;
    return this;
  }

  public PolicyBuilder generation(long generation) {
    id = new PolicyId(id.namespace(), id.name(), id.uid(), generation);
    return this;
  }

  public PolicyBuilder severity(Severity severity) {
    this.severity = severity;
    return this;
  }

  public PolicyBuilder mode(Policy.Mode mode) {
    this.mode = mode;
    return this;
  }

  public PolicyBuilder events(EventKind first, EventKind... more) {
    events = EnumSet.of(first, more);
    return this;
  }

  public PolicyBuilder list(String name, String... values) {
    lists.add(new Policy.NamedList(name, List.of(values)));
    return this;
  }

  /** Those and no others. */
  public PolicyBuilder lists(List<Policy.NamedList> all) {
    lists.clear();
    lists.addAll(all);
    return this;
  }

  public PolicyBuilder variable(String name, String expression) {
    variables.add(new Policy.Variable(name, expression));
    return this;
  }

  /** Those and no others. */
  public PolicyBuilder variables(List<Policy.Variable> all) {
    variables.clear();
    variables.addAll(all);
    return this;
  }

  public PolicyBuilder except(String match) {
    return except(match, null);
  }

  public PolicyBuilder except(String match, @Nullable Instant expiresAt) {
    exceptions.add(
        new Policy.ExceptionRule(
            "spec.exceptions[" + exceptions.size() + "]", match, expiresAt, null));
    return this;
  }

  /** Of a DetectionException object. */
  public PolicyBuilder exceptFrom(String source, String match, @Nullable String namespace) {
    exceptions.add(new Policy.ExceptionRule(source, match, null, namespace));
    return this;
  }

  public PolicyBuilder eventCount(int threshold, Duration within, String... groupBy) {
    window =
        new Policy.Window(
            Policy.Window.Type.EVENT_COUNT, null, List.of(groupBy), within, threshold, List.of());
    return this;
  }

  public PolicyBuilder valueCount(String field, int threshold, Duration within, String... groupBy) {
    window =
        new Policy.Window(
            Policy.Window.Type.VALUE_COUNT, field, List.of(groupBy), within, threshold, List.of());
    return this;
  }

  public PolicyBuilder sum(String field, long threshold, Duration within, String... groupBy) {
    window =
        new Policy.Window(
            Policy.Window.Type.SUM, field, List.of(groupBy), within, threshold, List.of());
    return this;
  }

  /** Steps by name and match. */
  public PolicyBuilder temporal(
      boolean ordered, Duration within, List<String> groupBy, Map<String, String> steps) {
    match = "";
    window =
        new Policy.Window(
            ordered ? Policy.Window.Type.TEMPORAL_ORDERED : Policy.Window.Type.TEMPORAL,
            null,
            groupBy,
            within,
            0,
            steps.entrySet().stream()
                .map(step -> new Policy.Window.Step(step.getKey(), Set.of(), step.getValue()))
                .toList());
    return this;
  }

  public PolicyBuilder window(Policy.@Nullable Window window) {
    this.window = window;
    return this;
  }

  public PolicyBuilder alertBy(String... groupBy) {
    this.groupBy = List.of(groupBy);
    return this;
  }

  public PolicyBuilder message(String message) {
    this.message = message;
    return this;
  }

  public PolicyBuilder inNamespace(String namespace) {
    id = new PolicyId(namespace, id.name(), id.uid(), id.generation());
    this.scopeNamespace = namespace;
    return this;
  }

  public PolicyBuilder namespaces(LabelSelector selector) {
    this.namespaceSelector = selector;
    return this;
  }

  public PolicyBuilder pods(LabelSelector selector) {
    this.podSelector = selector;
    return this;
  }

  public PolicyBuilder nodes(LabelSelector selector) {
    this.nodeSelector = selector;
    return this;
  }

  public PolicyBuilder containers(List<String> include, List<String> exclude) {
    this.includeContainers = include;
    this.excludeContainers = exclude;
    return this;
  }

  public PolicyBuilder host(Scope.Host host) {
    this.host = host;
    return this;
  }

  public Policy build() {
    return new Policy(
        id,
        title,
        severity,
        riskScore,
        mitreAttack,
        mode,
        new Scope(
            scopeNamespace,
            namespaceSelector,
            podSelector,
            nodeSelector,
            includeContainers,
            excludeContainers,
            host),
        events,
        List.copyOf(lists),
        List.copyOf(variables),
        match,
        List.copyOf(exceptions),
        window,
        new Policy.Alerting(groupBy, message, expireAfter));
  }

  public CompiledPolicy compiled() {
    PolicyCompiler.Compilation compilation = new PolicyCompiler().compile(build());
    return compilation
        .compiled()
        .orElseThrow(() -> new AssertionError(compilation.diagnostics().toString()));
  }
}
