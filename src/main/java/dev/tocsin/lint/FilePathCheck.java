package dev.tocsin.lint;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.tocsin.tracing.PathPattern;
import dev.tocsin.tracing.Tracing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Paths that an expression asks for, and that no selector of the required tracing policies lets out
 * of the kernel: the text promises what is never sent. Literals are looked at that a path of the
 * file is compared with; regular expressions are not.
 */
final class FilePathCheck implements PolicyCheck {
  private static final Set<String> PATHS = Set.of("file.path", "file.oldPath", "file.innerPath");

  /** What a literal asks of the path, and where it stands. */
  private record Asked(PathPattern pattern, CelExpr literal) {}

  @Override
  public void check(PolicySubject policy, Findings findings) {
    Optional<Tracing> required = policy.requiredTracing().map(Tracing::new);
    if (required.isEmpty()) {
      return;
    }
    for (PolicyExpression expression : policy.expressions().list()) {
      expression
          .nodes()
          .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.CALL)
          .flatMap(node -> asked(expression, node.call()))
          .filter(asked -> !required.get().canSend(asked.pattern()))
          .forEach(
              asked ->
                  findings.add(
                      Rule.UNTRACED_PATH,
                      policy.object(),
                      expression.place(asked.literal()),
                      "no selector of the required tracing policies lets out "
                          + asked.pattern().text()));
    }
  }

  private static Stream<Asked> asked(PolicyExpression expression, CelExpr.CelCall call) {
    List<CelExpr> arguments = call.args();
    return switch (call.function()) {
      case "_==_" ->
          isPath(expression, arguments.get(0))
              ? literals(Stream.of(arguments.get(1)), PathPattern.Is::new)
              : isPath(expression, arguments.get(1))
                  ? literals(Stream.of(arguments.get(0)), PathPattern.Is::new)
                  : Stream.empty();
      case "@in" ->
          isPath(expression, arguments.get(0))
                  && arguments.get(1).getKind() == CelExpr.ExprKind.Kind.LIST
              ? literals(arguments.get(1).list().elements().stream(), PathPattern.Is::new)
              : Stream.empty();
      case "startsWith" -> ofMember(expression, call, PathPattern.Begins::new);
      case "endsWith" -> ofMember(expression, call, PathPattern.Ends::new);
      default -> Stream.empty();
    };
  }

  private static Stream<Asked> ofMember(
      PolicyExpression expression, CelExpr.CelCall call, Function<String, PathPattern> pattern) {
    return call.target().filter(target -> isPath(expression, target)).isPresent()
        ? literals(call.args().stream(), pattern)
        : Stream.empty();
  }

  private static Stream<Asked> literals(
      Stream<CelExpr> nodes, Function<String, PathPattern> pattern) {
    return nodes
        .filter(
            node ->
                node.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                    && node.constant().getKind() == CelConstant.Kind.STRING_VALUE
                    && !node.constant().stringValue().isEmpty())
        .map(node -> new Asked(pattern.apply(node.constant().stringValue()), node));
  }

  private static boolean isPath(PolicyExpression expression, CelExpr node) {
    return FieldRead.of(expression, node).filter(read -> PATHS.contains(read.path())).isPresent();
  }
}
