package dev.tocsin.language.ast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ResultType;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest {
  private static final Environment ENVIRONMENT = Environment.standard().withLists(List.of("tools"));

  private static CheckedExpression checked(String text) {
    Environment.Checked checked = ENVIRONMENT.check("spec.match", text, ResultType.ANY);
    return checked
        .expression()
        .orElseThrow(() -> new AssertionError(checked.diagnostics().toString()));
  }

  private static ExpressionNode tree(String text) {
    return checked(text).tree();
  }

  private static String words(ExpressionNode node) {
    String form = node.getClass().getSimpleName();
    String said =
        switch (node) {
          case ExpressionNode.Constant constant -> form + " " + constant.value();
          case ExpressionNode.Name name -> form + " " + name.name();
          case ExpressionNode.Field field -> form + " " + field.name();
          case ExpressionNode.Has has -> form + " " + has.name();
          case ExpressionNode.Compare compare -> form + " " + compare.sign();
          case ExpressionNode.TextTest test -> form + " " + test.test();
          case ExpressionNode.Call call -> form + " " + call.function();
          default -> form;
        };
    return node.operands().isEmpty()
        ? said
        : node.operands().stream()
            .map(TreesTest::words)
            .collect(Collectors.joining(", ", said + "(", ")"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          process.pid == 1              | Compare EQUAL(Field pid(Name process), Constant 1)
          1 != process.pid              | Compare NOT_EQUAL(Constant 1, Field pid(Name process))
          process.pid < 1               | Compare LESS(Field pid(Name process), Constant 1)
          process.pid <= 1              | Compare LESS_OR_EQUAL(Field pid(Name process), Constant 1)
          process.pid > 1               | Compare GREATER(Field pid(Name process), Constant 1)
          process.pid >= 1              | Compare GREATER_OR_EQUAL(Field pid(Name process), Constant 1)
          true && !false                | And(Constant true, Not(Constant false))
          false or true                 | Or(Constant false, Constant true)
          true ? 'a' : 'b'              | Choice(Constant true, Constant a, Constant b)
          process.name in ['a']         | Member(Field name(Name process), ListOf(Constant a))
          'a' in lists.tools            | Member(Constant a, Field tools(Name lists))
          has(process.cap)              | Has cap(Name process)
          process.name.startsWith('a')  | TextTest STARTS_WITH(Field name(Name process), Constant a)
          process.name.endsWith('a')    | TextTest ENDS_WITH(Field name(Name process), Constant a)
          process.name.contains('a')    | TextTest CONTAINS(Field name(Name process), Constant a)
          process.name.matches('a')     | TextTest MATCHES(Field name(Name process), Constant a)
          matches(process.name, 'a')    | TextTest MATCHES(Field name(Name process), Constant a)
          pod.labels['a']               | Index(Field labels(Name pod), Constant a)
          size(args) + 1                | Call _+_(Call size(Name args), Constant 1)
          process.name.lowerAscii()     | Call lowerAscii(Field name(Name process))
          {'a': 1}                      | MapOf(Constant a, Constant 1)
          """)
  void eachFormIsReadByWhatItSays(String text, String words) {
    assertThat(words(tree(text.replace(" or ", " || ")))).isEqualTo(words);
  }

  @Test
  void existsAndAllAreDecidedByOneElement() {
    assertThat(quantifier("args.exists(x, x == 'a')"))
        .isEqualTo("true: Compare EQUAL(Name x, Constant a)");
    assertThat(quantifier("args.all(x, x == 'a')"))
        .isEqualTo("false: Compare EQUAL(Name x, Constant a)");
    assertThat(quantifier("args.exists_one(x, x == 'a')")).isEmpty();
    assertThat(quantifier("args.map(x, x == 'a')")).isEmpty();
    assertThat(quantifier("args.filter(x, x == 'a')")).isEmpty();
  }

  private static String quantifier(String text) {
    return ((ExpressionNode.Loop) tree(text))
        .quantifier()
        .map(found -> found.decisive() + ": " + words(found.predicate()))
        .orElse("");
  }

  @Test
  void nodesKnowTheirTypes() {
    ExpressionNode.Compare compare = (ExpressionNode.Compare) tree("process.name == 'a'");

    assertThat(compare.is(SimpleType.BOOL)).isTrue();
    assertThat(compare.left().is(SimpleType.STRING)).isTrue();
    assertThat(compare.left().operands().getFirst().typeName()).isEqualTo("tocsin.Process");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process.name in lists.tools && args.exists(x, [x, 'b'].all(y, y == 'a' ||"
            + " has(process.cap)))",
        "{'a': size(args), 'b': 2}['a'] == 1 ? pod.labels['x'].matches('a+') : arg('file') != 'x'",
        "process.commands.filter(c, !c.is_shell).map(c, c.name.lowerAscii()).exists_one(n, n =="
            + " 'a')",
        "-process.pid < 5 - 3 * 2 || ip('10.0.0.1').family() == 4 || type(args) == list"
      })
  void everyNodeIsThereOnceAndInOrder(String text) {
    CheckedExpression checked = checked(text);

    assertThat(checked.tree().all().map(node -> node.site().id()))
        .containsExactlyElementsOf(
            CelNavigableAst.fromAst(checked.ast())
                .getRoot()
                .allNodes()
                .map(node -> node.expr().id())
                .toList());
  }
}
