package dev.tocsin.lint;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Labels that must not have a value, where they may be absent: that is an error of the evaluation,
 * which makes nothing true, so the policy does not fire for what it is most about.
 */
final class AbsentLabelCheck implements PolicyCheck {
  private static final Set<String> MAPS = Set.of("labels", "annotations", "namespaceLabels");

  /** {@code pod.labels} and the key. */
  private record Label(String map, String key) {}

  @Override
  public void check(PolicySubject policy, Findings findings) {
    Set<Label> asked =
        policy.expressions().list().stream()
            .flatMap(each -> each.nodes().flatMap(node -> asked(each, node).stream()))
            .collect(Collectors.toSet());
    Stream.concat(policy.expressions(Role.MATCH), policy.expressions(Role.STEP))
        .flatMap(each -> policy.condition(each).excluded())
        .forEach(
            excluded ->
                CelNavigableExpr.fromExpr(excluded.node())
                    .allNodes()
                    .map(CelNavigableExpr::expr)
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
  private static Optional<Label> read(PolicyExpression expression, CelExpr node) {
    if (node.getKind() == CelExpr.ExprKind.Kind.SELECT && !node.select().testOnly()) {
      return map(expression, node.select().operand())
          .map(map -> new Label(map, node.select().field()));
    }
    if (node.getKind() == CelExpr.ExprKind.Kind.CALL
        && node.call().function().equals("_[_]")
        && node.call().args().size() == 2) {
      return label(expression, node.call().args().get(0), node.call().args().get(1));
    }
    return Optional.empty();
  }

  /** The label that a node asks for, by {@code in} or {@code has}. */
  private static Optional<Label> asked(PolicyExpression expression, CelExpr node) {
    if (node.getKind() == CelExpr.ExprKind.Kind.SELECT && node.select().testOnly()) {
      return map(expression, node.select().operand())
          .map(map -> new Label(map, node.select().field()));
    }
    if (node.getKind() == CelExpr.ExprKind.Kind.CALL
        && node.call().function().equals("@in")
        && node.call().args().size() == 2) {
      return label(expression, node.call().args().get(1), node.call().args().get(0));
    }
    return Optional.empty();
  }

  private static Optional<Label> label(PolicyExpression expression, CelExpr map, CelExpr key) {
    return key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && key.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? map(expression, map).map(path -> new Label(path, key.constant().stringValue()))
        : Optional.empty();
  }

  private static Optional<String> map(PolicyExpression expression, CelExpr node) {
    return FieldRead.of(expression, node)
        .filter(read -> MAPS.contains(read.name()) && !read.owner().isEmpty())
        .map(FieldRead::path);
  }
}
