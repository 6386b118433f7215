package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelProtoAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.expr.CheckedExpr;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.library.ShippedInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept declarations give what cel-java gives that declares all for each expression. */
class TypeCheckerTest {
  private static final Environment STANDARD = Environment.standard();

  @Test
  void theTreesOfAllShippedPoliciesAreTheSame() throws Exception {
    int compared = 0;
    for (Policy policy :
        ShippedInput.policies(Path.of("config/policies")).stream().map(p -> p.policy()).toList()) {
      Environment environment =
          STANDARD.withLists(policy.lists().stream().map(Policy.NamedList::name).toList());
      for (Policy.Variable variable : policy.variables()) {
        CheckedExpression checked = same(environment, variable.expression());
        environment = environment.withVariable(variable.name(), checked);
      }
      if (!policy.match().isBlank()) {
        same(environment, policy.match());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process.commands.exists(c, c.name == 'nc' && c.args.size() > 1)",
        "ancestors.exists(process, process.name == 'sshd') && process.name == 'sh'",
        "[1, 2].map(process, process + 1).exists(lists, lists == 2)",
        "arg('flags') == 3 || args.size() == 0",
        "pod.labels.exists(key, key.startsWith('a')) && 'b' in pod.labels",
        "cidr('10.0.0.0/8').containsIP(connection.destinationIP)",
        "timestamp('2026-01-01T00:00:00Z') < event.time",
        "has(process.uid) && process.uid in [0, 1]",
        "{'a': 1}['a'] == 1 && type(process.uid) == uint",
        "process.command_line.containsAny(['a', 'b'], true)",
        "[process.name, parent.name].join('/').lowerAscii().matches('a+')",
      })
  void theTreeIsTheSame(String expression) throws Exception {
    same(STANDARD, expression);
  }

  @Test
  void countIsOnlyInMessages() throws Exception {
    same(STANDARD.withCount(), "count + 1");
    assertThat(STANDARD.check("m", "count + 1", ResultType.ANY).expression()).isEmpty();
  }

  /** One policy's lists and variables are never another's, nor is one's mistake. */
  @Test
  void nothingIsKeptOfAnEarlierExpression() throws Exception {
    Environment other = STANDARD.withLists(List.of("tools"));
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> checks =
          IntStream.range(0, 200)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        same(other, "process.name in lists.tools || process.pid == " + i);
                        assertThat(messages(STANDARD, "process.name in lists.tools"))
                            .containsExactly("undefined field 'tools': spec.lists has no 'tools'");
                        same(STANDARD, "process.pid == " + i);
                        return null;
                      })
              .toList();
      for (var check : threads.invokeAll(checks)) {
        check.get();
      }
    }
  }

  private static List<String> messages(Environment environment, String expression) {
    return environment.check("m", expression, ResultType.BOOL).diagnostics().stream()
        .map(Diagnostic::message)
        .toList();
  }

  private static CheckedExpression same(Environment environment, String expression)
      throws CelValidationException {
    CelAbstractSyntaxTree expected = environment.compiler().compile(expression).getAst();
    CheckedExpression checked =
        environment.check("m", expression, ResultType.ANY).expression().orElseThrow();
    assertThat(proto(checked.ast())).as(expression).isEqualTo(proto(expected));
    return checked;
  }

  /** Of a call that is decided at run time the functions have no order. */
  private static CheckedExpr proto(CelAbstractSyntaxTree tree) {
    CheckedExpr.Builder proto =
        CelProtoAbstractSyntaxTree.fromCelAst(tree).toCheckedExpr().toBuilder();
    Map.copyOf(proto.getReferenceMapMap())
        .forEach(
            (id, reference) ->
                proto.putReferenceMap(
                    id,
                    reference.toBuilder()
                        .clearOverloadId()
                        .addAllOverloadId(reference.getOverloadIdList().stream().sorted().toList())
                        .build()));
    return proto.build();
  }
}
