package dev.tocsin.engine.compile;

import com.google.re2j.Pattern;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledExceptionRule;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledStep;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledWindow;
import dev.tocsin.engine.policy.Containment;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.PlaceCondition;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import dev.tocsin.language.TextExpression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One compilation of one policy: goes through its texts in order and collects what is wrong. */
final class PolicyCompilation {
  /** Keeps the state of one window key within bounds. */
  private static final int MAX_THRESHOLD = 10_000;

  /** A sum of numbers that the state of a window holds exactly. */
  private static final long MAX_SUM = 1_000_000_000_000L;

  private static final int MAX_STEP_NAME = 63;
  private static final Duration MAX_WITHIN = Duration.ofHours(24);
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Stands in for what did not compile; never evaluated, because then there is no result. */
  private static final Predicate ALWAYS = context -> true;

  private static final TextExpression EMPTY = context -> "";

  private final Policy policy;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<String, CheckedExpression> variables = new HashMap<>();
  private final Map<String, CheckedExpression> texts = new LinkedHashMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final Footprint footprint = new Footprint();
  private final ExpressionCompiler compiler;
  private Environment environment;

  PolicyCompilation(Policy policy) {
    this.policy = policy;
    policy.lists().forEach(list -> lists.putIfAbsent(list.name(), list.values()));
    policy.lists().forEach(list -> footprint.add(list.values()));
    this.compiler = new ExpressionCompiler(lists);
    this.environment = Environment.standard().withLists(lists.keySet());
  }

  PolicyCompiler.Compilation run() {
    kinds();
    names("spec.lists", policy.lists().stream().map(Policy.NamedList::name).toList());
    names("spec.variables", policy.variables().stream().map(Policy.Variable::name).toList());
    variables();
    Predicate match = match();
    List<CompiledExceptionRule> exceptions = exceptions();
    CompiledWindow window = policy.window() == null ? null : window(policy.window());
    Grouping alertGroup =
        policy.alerting().groupBy().isEmpty()
            ? Grouping.byWorkload()
            : grouping(expressions("spec.alert.groupBy", policy.alerting().groupBy()));
    MessageTemplate message = message();
    boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
    return new PolicyCompiler.Compilation(
        failed
            ? Optional.empty()
            : Optional.of(
                new CompiledPolicy(
                    policy,
                    IndexConditions.of(policy, texts, variables, lists),
                    place(),
                    match,
                    exceptions,
                    window,
                    alertGroup,
                    message)),
        List.copyOf(diagnostics),
        new PolicyTexts(compiler.interpreter(), texts),
        footprint.bytes());
  }

  /** Alerts are evaluated where they are made, and all else where events are. */
  private void kinds() {
    Set<EventKind> all = EnumSet.copyOf(policy.events());
    if (policy.window() != null) {
      policy.window().steps().forEach(step -> all.addAll(step.events()));
    }
    if (all.contains(EventKind.SECURITY_ALERT) && all.size() > 1) {
      error("spec.events", "SecurityAlert cannot stand beside other kinds, nor can a step's");
    }
  }

  private void names(String field, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String place = field + "[" + i + "].name";
      if (!IDENTIFIER.matches(name)) {
        error(place, "'" + name + "' is not a name: letters, digits and _, not first a digit");
      } else if (!seen.add(name)) {
        error(place, "'" + name + "' is there twice");
      }
    }
  }

  private void variables() {
    for (int i = 0; i < policy.variables().size(); i++) {
      Policy.Variable variable = policy.variables().get(i);
      Optional<CheckedExpression> expression =
          check("spec.variables[" + i + "].expression", variable.expression(), ResultType.ANY);
      if (expression.isPresent()) {
        compiler.define(variable.name(), expression.get());
        variables.put(variable.name(), expression.get());
        environment = environment.withVariable(variable.name(), expression.get());
      } else {
        environment = environment.withUntypedVariable(variable.name()); // one error, not many
      }
    }
  }

  private Predicate match() {
    boolean temporal = policy.window() != null && isTemporal(policy.window());
    return temporal && policy.match().isBlank() ? ALWAYS : predicate("spec.match", policy.match());
  }

  private PlaceCondition place() {
    CheckedExpression match = texts.get("spec.match");
    return match == null ? PlaceCondition.NONE : compiler.place(match);
  }

  private List<CompiledExceptionRule> exceptions() {
    List<CompiledExceptionRule> compiled = new ArrayList<>();
    for (Policy.ExceptionRule exception : policy.exceptions()) {
      String field = exception.source() + ".match";
      if (exception.isInline()) {
        compiled.add(new CompiledExceptionRule(exception, predicate(field, exception.match())));
        continue;
      }
      // Somebody else's object: its mistake must not take this policy down.
      try {
        ofObject(field, exception).ifPresent(compiled::add);
      } catch (RuntimeException | Error e) {
        texts.remove(field);
        diagnostics.add(
            Diagnostic.error(field, "cannot be compiled: " + Containment.cause(e))
                .as(Diagnostic.Severity.WARNING));
      }
    }
    return compiled;
  }

  private Optional<CompiledExceptionRule> ofObject(String field, Policy.ExceptionRule exception) {
    Environment.Checked checked = environment.check(field, exception.match(), ResultType.BOOL);
    checked.diagnostics().forEach(d -> diagnostics.add(d.as(Diagnostic.Severity.WARNING)));
    checked.expression().ifPresent(expression -> add(field, expression));
    return checked
        .expression()
        .map(compiler::predicate)
        .map(match -> new CompiledExceptionRule(exception, match));
  }

  private CompiledWindow window(Policy.Window window) {
    bounds(window);
    TextExpression field = null;
    List<CompiledStep> steps = new ArrayList<>();
    switch (window.type()) {
      case EVENT_COUNT -> {}
      case VALUE_COUNT ->
          field = text("spec.window.field", window.field() == null ? "" : window.field());
      case SUM ->
          field = wholeNumber("spec.window.field", window.field() == null ? "" : window.field());
      case TEMPORAL, TEMPORAL_ORDERED -> {
        if (window.steps().size() < 2) {
          error("spec.window.steps", "at least two steps are required");
        }
        stepNames(window.steps());
        for (int i = 0; i < window.steps().size(); i++) {
          Policy.Window.Step step = window.steps().get(i);
          steps.add(
              new CompiledStep(
                  step, predicate("spec.window.steps[" + i + "].match", step.match())));
        }
      }
    }
    List<CheckedExpression> groupBy = expressions("spec.window.groupBy", window.groupBy());
    return new CompiledWindow(
        window,
        field,
        grouping(groupBy),
        Locality.of(policy, groupBy, variables),
        List.copyOf(steps));
  }

  private void stepNames(List<Policy.Window.Step> steps) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      String name = steps.get(i).name();
      String place = "spec.window.steps[" + i + "].name";
      if (name.isBlank() || name.length() > MAX_STEP_NAME) {
        error(place, "must have from 1 to " + MAX_STEP_NAME + " characters");
      } else if (!seen.add(name)) {
        error(place, "'" + name + "' is there twice");
      }
    }
  }

  private void bounds(Policy.Window window) {
    if (!window.within().isPositive() || window.within().compareTo(MAX_WITHIN) > 0) {
      error("spec.window.within", "must be more than 0 and at most 24h");
    }
    long max = window.type() == Policy.Window.Type.SUM ? MAX_SUM : MAX_THRESHOLD;
    if (!isTemporal(window) && (window.threshold() < 1 || window.threshold() > max)) {
      error("spec.window.condition", "must be from 1 to " + max);
    }
  }

  private static boolean isTemporal(Policy.Window window) {
    return switch (window.type()) {
      case EVENT_COUNT, VALUE_COUNT, SUM -> false;
      case TEMPORAL, TEMPORAL_ORDERED -> true;
    };
  }

  /** Those that compile; the others are errors, and there is no result then. */
  private List<CheckedExpression> expressions(String field, List<String> texts) {
    List<CheckedExpression> checked = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      check(field + "[" + i + "]", texts.get(i), ResultType.SCALAR).ifPresent(checked::add);
    }
    return checked;
  }

  private Grouping grouping(List<CheckedExpression> expressions) {
    return Grouping.by(
        expressions.stream()
            .map(each -> new Grouping.Key(each.text(), compiler.text(each)))
            .toList());
  }

  private MessageTemplate message() {
    String template =
        policy.alerting().message().isBlank() ? policy.title() : policy.alerting().message();
    if (policy.alerting().message().isBlank()) {
      return new MessageTemplate(List.of(new MessageTemplate.Literal(template)));
    }
    return new TemplateCompiler(
            "spec.alert.message", environment.withCount(), compiler, footprint::add)
        .compile(template, diagnostics);
  }

  private Predicate predicate(String field, String text) {
    return check(field, text, ResultType.BOOL).map(compiler::predicate).orElse(ALWAYS);
  }

  private TextExpression text(String field, String text) {
    return check(field, text, ResultType.SCALAR).map(compiler::text).orElse(EMPTY);
  }

  private TextExpression wholeNumber(String field, String text) {
    return check(field, text, ResultType.WHOLE_NUMBER).map(compiler::wholeNumber).orElse(EMPTY);
  }

  private Optional<CheckedExpression> check(String field, String text, ResultType wanted) {
    Environment.Checked checked = environment.check(field, text, wanted);
    diagnostics.addAll(checked.diagnostics());
    checked.expression().ifPresent(expression -> add(field, expression));
    return checked.expression();
  }

  private void add(String field, CheckedExpression expression) {
    texts.put(field, expression);
    footprint.add(expression);
  }

  private void error(String field, String message) {
    diagnostics.add(Diagnostic.error(field, message));
  }
}
