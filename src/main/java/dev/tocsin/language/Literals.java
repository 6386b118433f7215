package dev.tocsin.language;

import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.runtime.RuntimeHelpers;
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

  static List<Diagnostic> check(String field, CelAbstractSyntaxTree ast) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Sizes.check(field, ast).ifPresent(diagnostics::add);
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .forEach(
            node -> {
              switch (node.getKind()) {
                case CALL -> check(field, ast, node.expr().call(), diagnostics);
                case STRUCT ->
                    diagnostics.add(
                        Positions.error(
                            field, ast, node.id(), "objects of the event cannot be made"));
                default -> {}
              }
            });
    return diagnostics;
  }

  private static void check(
      String field, CelAbstractSyntaxTree ast, CelExpr.CelCall call, List<Diagnostic> diagnostics) {
    boolean member = call.target().isPresent();
    int index =
        switch (call.function()) {
          case "matches" -> member ? 0 : 1;
          case "find", "findAll", "containsIP", "containsCIDR" -> 0;
          case "ip", "cidr", "timestamp", "duration", "ip.isCanonical" -> member ? -1 : 0;
          default -> -1;
        };
    if (index < 0 || index >= call.args().size()) {
      return;
    }
    CelExpr argument = call.args().get(index);
    if (argument.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return;
    }
    problem(call.function(), argument.constant().stringValue())
        .ifPresent(message -> diagnostics.add(Positions.error(field, ast, argument.id(), message)));
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
