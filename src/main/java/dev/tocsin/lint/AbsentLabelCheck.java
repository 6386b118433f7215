package dev.tocsin.lint;

import dev.tocsin.language.ast.ExpressionNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Labels that must not have a value, where they may be absent: that is an error of the evaluation,
 * which makes nothing true, so the policy does not fire for what it is most about.
 */
final class AbsentLabelCheck implements PolicyCheck {
  private static final Set<String> MAPS = Set.of("labels", "annotations", "namespaceLabels");

  /** {@code pod.labels} and the key. */
  private record Label(String map, String key) {}

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    Set<Label> asked =
        policy.expressions().list().stream()
            .flatMap(each -> each.tree().all().flatMap(node -> asked(each, node).stream()))
            .collect(Collectors.toSet());
    Stream.concat(policy.expressions(Role.MATCH), policy.expressions(Role.STEP))
        .flatMap(each -> policy.condition(each).excluded())
        .forEach(
            excluded ->
                excluded
                    .node()
                    .all()
                    .forEach(
                        node ->
                            read(excluded.expression(), node)
                                .filter(label -> !asked.contains(label))
                                .ifPresent(
                                    label ->
                                        findings.add(
                                            Rule.ABSENT_LABEL,
                                            policy.object(),
                                            excluded.expression().place(node),
                                            message(label)))));
  }

  private static String message(Label label) {
    return "where "
        + label.map()
        + " has no '"
        + label.key()
        + "', this is an error and does not fire";
  }

  /** The label that a node reads, which fails where there is none. */
  private static Optional<Label> read(PolicyExpression expression, ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Field field -> label(expression, field.object(), field.name());
      case ExpressionNode.Index index -> label(expression, index.container(), index.key().text());
      default -> Optional.empty();
    };
  }

  /** The label that a node asks for, by {@code in} or {@code has}. */
  private static Optional<Label> asked(PolicyExpression expression, ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Has has -> label(expression, has.object(), has.name());
      case ExpressionNode.Member member ->
          label(expression, member.container(), member.element().text());
      default -> Optional.empty();
    };
  }

  private static Optional<Label> label(
      PolicyExpression expression, ExpressionNode map, @Nullable String key) {
    return key == null
        ? Optional.empty()
        : FieldRead.of(expression, map)
            .filter(read -> MAPS.contains(read.name()) && !read.owner().isEmpty())
            .map(read -> new Label(read.path(), key));
  }
}
