package dev.tocsin.language;

import com.google.re2j.PatternSyntaxException;
import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.runtime.RuntimeHelpers;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.function.Cidr;
import dev.tocsin.language.function.IpAddress;
import dev.tocsin.language.text.Patterns;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Constants that would fail at each evaluation are errors of the policy: patterns, addresses,
 * networks, times.
 */
final class Literals {
  private Literals() {}

  static List<Diagnostic> check(String field, CheckedExpression expression) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Sizes.check(field, expression).ifPresent(diagnostics::add);
    expression
        .tree()
        .all()
        .forEach(
            node ->
                problem(node)
                    .ifPresent(
                        problem ->
                            diagnostics.add(
                                Positions.error(
                                    field,
                                    expression.ast(),
                                    problem.at().site().id(),
                                    problem.message()))));
    return diagnostics;
  }

  private record Problem(ExpressionNode at, String message) {}

  private static Optional<Problem> problem(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.TextTest test when test.test() == ExpressionNode.TextTest.Test.MATCHES ->
          problem("matches", test.part());
      case ExpressionNode.Call call -> problem(call);
      case ExpressionNode.Made made ->
          Optional.of(new Problem(made, "objects of the event cannot be made"));
      default -> Optional.empty();
    };
  }

  private static Optional<Problem> problem(ExpressionNode.Call call) {
    boolean asked =
        switch (call.function()) {
          case "find", "findAll", "containsIP", "containsCIDR" -> true;
          case "ip", "cidr", "timestamp", "duration", "ip.isCanonical" -> call.target().isEmpty();
          default -> false;
        };
    return asked && !call.arguments().isEmpty()
        ? problem(call.function(), call.arguments().getFirst())
        : Optional.empty();
  }

  private static Optional<Problem> problem(String function, ExpressionNode argument) {
    String literal = argument.text();
    return literal == null
        ? Optional.empty()
        : problem(function, literal).map(message -> new Problem(argument, message));
  }

  private static Optional<String> problem(String function, String literal) {
    try {
      switch (function) {
        case "matches", "find", "findAll" -> Patterns.compile(literal);
        case "ip", "ip.isCanonical", "containsIP" -> IpAddress.parse(literal);
        case "cidr", "containsCIDR" -> Cidr.parse(literal);
        case "timestamp" -> OffsetDateTime.parse(literal);
        case "duration" -> RuntimeHelpers.createJavaDurationFromString(literal);
        default -> {}
      }
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("bad regex: " + e.getMessage());
    } catch (CelBadFormatException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (DateTimeParseException e) {
      return Optional.of("'" + literal + "' is not a time such as 2026-01-31T12:00:00Z");
    } catch (IllegalArgumentException e) {
      return Optional.of("'" + literal + "' is not a duration such as 1h30m");
    }
  }
}
