package dev.tocsin.lint;

import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.tracing.PathPattern;
import dev.tocsin.tracing.Tracing;
import java.util.ArrayList;
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
  private record Asked(PathPattern pattern, ExpressionNode literal) {}

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    Optional<Tracing> required = policy.requiredTracing().map(Tracing::new);
    if (required.isEmpty()) {
      return;
    }
    for (PolicyExpression expression : policy.expressions().list()) {
      expression
          .tree()
          .all()
          .flatMap(node -> asked(expression, node))
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

  private static Stream<Asked> asked(PolicyExpression expression, ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Compare compare
          when compare.sign() == ExpressionNode.Compare.Sign.EQUAL ->
          isPath(expression, compare.left())
              ? literals(List.of(compare.right()), PathPattern.Is::new)
              : isPath(expression, compare.right())
                  ? literals(List.of(compare.left()), PathPattern.Is::new)
                  : Stream.empty();
      case ExpressionNode.Member member
          when isPath(expression, member.element())
              && member.container() instanceof ExpressionNode.ListOf list ->
          literals(list.elements(), PathPattern.Is::new);
      case ExpressionNode.TextTest test when isPath(expression, test.subject()) ->
          switch (test.test()) {
            case STARTS_WITH -> literals(List.of(test.part()), PathPattern.Begins::new);
            case ENDS_WITH -> literals(List.of(test.part()), PathPattern.Ends::new);
            case CONTAINS, MATCHES -> Stream.empty();
          };
      default -> Stream.empty();
    };
  }

  private static Stream<Asked> literals(
      List<ExpressionNode> nodes, Function<String, PathPattern> pattern) {
    List<Asked> asked = new ArrayList<>();
    for (ExpressionNode node : nodes) {
      String text = node.text();
      if (text != null && !text.isEmpty()) {
        asked.add(new Asked(pattern.apply(text), node));
      }
    }
    return asked.stream();
  }

  private static boolean isPath(PolicyExpression expression, ExpressionNode node) {
    return FieldRead.of(expression, node).filter(read -> PATHS.contains(read.path())).isPresent();
  }
}
