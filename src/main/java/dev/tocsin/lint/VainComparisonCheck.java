package dev.tocsin.lint;

import dev.cel.common.types.SimpleType;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.lint.logic.Formula;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Comparisons within a condition that hold for every event, or for none that there can be. */
final class VainComparisonCheck implements PolicyCheck {
  /** A process of the kernel, and files without a name in a file system. */
  private static final String NO_PATH = "<";

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    for (PolicyExpression expression : policy.expressions().list()) {
      boolean always = alwaysHolds(policy, expression);
      expression
          .tree()
          .all()
          .forEach(
              node ->
                  problem(policy, expression, node, always)
                      .ifPresent(
                          message ->
                              findings.add(
                                  Rule.VAIN_COMPARISON,
                                  policy.object(),
                                  expression.place(node),
                                  message)));
    }
  }

  /** What {@link TruthCheck} says of the whole expression. */
  private static boolean alwaysHolds(PolicySubject policy, PolicyExpression expression) {
    return expression.tree().is(SimpleType.BOOL)
        && Formula.not(expression.expression(), policy.names()).contradiction().isPresent();
  }

  private static Optional<String> problem(
      PolicySubject policy, PolicyExpression expression, ExpressionNode node, boolean always) {
    return switch (node) {
      case ExpressionNode.Compare compare when compare.isEquality() ->
          compared(expression, compare.left(), texts(policy, compare.right()))
              .or(() -> compared(expression, compare.right(), texts(policy, compare.left())));
      case ExpressionNode.Member member ->
          compared(expression, member.element(), texts(policy, member.container()));
      case ExpressionNode.TextTest question -> asked(policy, expression, question, always);
      default -> Optional.empty();
    };
  }

  private static Optional<String> compared(
      PolicyExpression expression, ExpressionNode node, List<String> texts) {
    Optional<FieldRead> field =
        FieldRead.of(expression, node).filter(read -> !read.owner().isEmpty());
    if (field.isEmpty()) {
      return Optional.empty();
    }
    if (isBinary(field.get())) {
      for (String text : texts) {
        if (!text.isEmpty() && !text.contains("/") && !text.startsWith(NO_PATH)) {
          return Optional.of(
              field.get().path()
                  + " is a whole path and never '"
                  + text
                  + "': compare "
                  + field.get().path().replaceFirst("binary$", "name"));
        }
      }
    }
    return texts.stream()
        .filter(VainComparisonCheck::isPattern)
        .findFirst()
        .map(
            text ->
                "'"
                    + text
                    + "' is compared letter by letter, * and % too: use startsWith, endsWith,"
                    + " contains or matches");
  }

  private static boolean isBinary(FieldRead field) {
    return field.owner().equals("tocsin.Process") && field.name().equals("binary");
  }

  private static boolean isPattern(String text) {
    return text.length() > 1
        && Stream.of("*", "%").anyMatch(sign -> text.startsWith(sign) || text.endsWith(sign));
  }

  private static Optional<String> asked(
      PolicySubject policy,
      PolicyExpression expression,
      ExpressionNode.TextTest question,
      boolean always) {
    Optional<FieldRead> field = FieldRead.of(expression, question.subject());
    List<String> texts = texts(policy, question.part());
    if (field.isEmpty() || texts.isEmpty()) {
      return Optional.empty();
    }
    if (!always && Formula.not(question, policy.names()).contradiction().isPresent()) {
      return Optional.of("holds for every " + field.get().path());
    }
    String text = texts.getFirst();
    return question.test() == ExpressionNode.TextTest.Test.STARTS_WITH
            && isBinary(field.get())
            && !text.startsWith("/")
            && !text.startsWith(NO_PATH)
        ? Optional.of(field.get().path() + " is a whole path and never begins with '" + text + "'")
        : Optional.empty();
  }

  /** The texts of a constant, a list of constants, or a list of the policy; empty for all else. */
  private static List<String> texts(PolicySubject policy, ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Constant constant ->
          constant.value() instanceof String text ? List.of(text) : List.of();
      case ExpressionNode.ListOf list ->
          list.elements().stream().flatMap(each -> texts(policy, each).stream()).toList();
      case ExpressionNode.Field field ->
          field.object().isName("lists") ? list(policy, field.name()) : List.of();
      default -> List.of();
    };
  }

  private static List<String> list(PolicySubject policy, String name) {
    return policy.spec().lists().stream()
        .filter(list -> name.equals(list.name()) && list.configMapKeyRef() == null)
        .findFirst()
        .map(NamedList::values)
        .orElse(List.of());
  }
}
