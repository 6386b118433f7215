package dev.tocsin.lint.schema;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code x-kubernetes-validations} of one place of a schema. Rules about a change ({@code
 * oldSelf}) say nothing about a new object and are left out.
 */
final class ValidationRules {
  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .build();
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);
  private static final Map<JsonNode, ValidationRules> COMPILED = new ConcurrentHashMap<>();

  private final List<Rule> rules;

  private record Rule(CelRuntime.Program program, String message) {}

  private ValidationRules(List<Rule> rules) {
    this.rules = rules;
  }

  static ValidationRules of(JsonNode schema) {
    return COMPILED.computeIfAbsent(
        schema.path("x-kubernetes-validations"), ValidationRules::compile);
  }

  private static ValidationRules compile(JsonNode validations) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode validation : validations) {
      String rule = validation.path("rule").asText();
      if (!rule.contains("oldSelf")) {
        rules.add(new Rule(program(rule), validation.path("message").asText("breaks " + rule)));
      }
    }
    return new ValidationRules(List.copyOf(rules));
  }

  private static CelRuntime.Program program(String rule) {
    try {
      return CEL.createProgram(CEL.parse(rule).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("a rule of the schema does not compile: " + rule, e);
    }
  }

  /** The messages of the rules that a value breaks. */
  List<String> failures(JsonNode value) {
    if (rules.isEmpty()) {
      return List.of();
    }
    Object self = JSON.convertValue(value, Object.class);
    List<String> failures = new ArrayList<>();
    for (Rule rule : rules) {
      try {
        if (!Boolean.TRUE.equals(rule.program().eval(Map.of("self", self)))) {
          failures.add(rule.message());
        }
      } catch (CelEvaluationException e) {
        failures.add(rule.message() + " (" + e.getMessage() + ")");
      }
    }
    return failures;
  }
}
