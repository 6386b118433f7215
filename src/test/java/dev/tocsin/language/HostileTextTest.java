package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.language.text.NastyPatterns;
import dev.tocsin.language.text.PatternCache;
import dev.tocsin.language.text.TextBudget;
import dev.tocsin.language.text.TextPattern;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant's text can do to the matcher, the parser and the planner: nothing but fail. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTextTest {
  private static final String LONG = "a".repeat(100_000);

  @ParameterizedTest
  @CsvSource({
    "(a?){1000}(a?){1000}(a?){1000}(a?){1000}[b], steps",
    "((((a{1000}){1000}){1000}){1000}), steps",
    "(?:a*){1000}, steps",
    "(?i)\\x{1C80}, U+1C80",
    "(?i)[a-\\x{10FFFF}], U+1C80",
    "(?i:[\\t-\\x{10FFFF}]), U+1C80",
    "'(?i)[\\x{1C90}-\\x{10FFFF}\\x{1C90}-\\x{10FFFF}]', characters",
  })
  void aPatternThatWouldTakeTheMatcherDownIsRefusedWithItsPlace(String pattern, String reason) {
    assertThat(diagnostics("process.arguments.matches(r'" + pattern + "')"))
        .startsWith("spec.match:1:27: bad regex")
        .contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"matches(%s)", "find(%s) == ''", "findAll(%s) == []"})
  void aPatternThatIsPutTogetherAtRunTimeIsHeldToTheSame(String call) {
    String pattern = "process.name + '(a?){1000}(a?){1000}(a?){1000}(a?){1000}[b]'";

    assertThatThrownBy(() -> test("process.arguments." + call.formatted(pattern), "x"))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> assertThat(e).hasMessageContaining("more than 1000 steps"));
  }

  @Test
  void unicodeClassesAndGroupsHaveBounds() {
    assertThat(diagnostics("'x'.matches(r'" + "\\pL|".repeat(1_000) + "a')"))
        .contains("Unicode classes");
    assertThat(diagnostics("'x'.matches(r'" + "(".repeat(101) + ")".repeat(101) + "')"))
        .contains("more than 100 groups");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,2,3,4,5,6,7].all(i, [1,2,3,4,5,6,7].all(j,"
            + " process.arguments.contains(process.arguments)))",
        "[1,2,3,4,5,6,7,8,9].all(i, [1,2,3,4,5,6,7,8,9].all(j,"
            + " process.arguments.lowerAscii() != 'x'))",
        "process.arguments.split('').map(a, a.split('')).size() > 0",
        "process.arguments.findAll('a*c|a') != []",
        "process.arguments.matches('(?:a?){300}(?:a?){198}c')"
            + " || process.arguments.matches('(?:a?){300}(?:a?){198}d')",
        "lists.large.all(i, lists.large.all(j, i == j || process.arguments.size() > 0))",
        "lists.large.map(i, i).size() > 0 && lists.large.filter(i, true).size() > 0",
        "lists.large.all(i, process.arguments.indexOf('aaaac') < 0)",
        "lists.large.all(i, process.arguments < process.arguments + i)",
        "lists.large.exists(i, process.arguments.matches('a' + i + process.name + '(?:b?){300}'))",
        "lists.large.exists(i, 'x' in [process.arguments + i])",
        "'%s'.format([lists.large.map(i, process.arguments)]) == ''",
      })
  void whatReadsMoreThanItsShareFailsForItsCost(String expression) {
    assertThatThrownBy(() -> test(expression, LONG))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> assertThat(e.reason()).isEqualTo(EvaluationException.Cause.COST));
    assertThat(TextBudget.spent()).isGreaterThan(TextBudget.STEPS / 100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1]]MAP == []",
        "'%s'.format([[[1]]MAP]) == ''",
        "[[[1]]].map(x, [1, 2].map(y, x)).size() == 1",
        "[dyn([1])].map(x, {1: x, 2: x}).size() == 1",
      })
  void aListThatDoublesIsRefused(String expression) {
    String text = expression.replace("MAP", ".map(x, [x, x])".repeat(40));

    assertThat(diagnostics(text)).contains("list of lists");
  }

  @Test
  void aLoopWithTooMuchInItIsRefused() {
    assertThat(diagnostics("[1].all(i, i == 1" + " || i == 1".repeat(400) + ")"))
        .contains("operations in a loop");
  }

  @Test
  void aPolicyThatMakesPatternsForgetsItsOwnOnly() throws EvaluationException {
    ExpressionCompiler other = new ExpressionCompiler(Map.of());
    TextBudget.renew(other.interpreter().patterns());
    TextPattern kept = TextBudget.patterns().get("a+b");
    PatternCache hostile = new PatternCache();
    for (int i = 0; i < 5_000; i++) {
      TextBudget.renew(hostile);
      TextBudget.patterns().get("x{200}" + i);
    }

    TextBudget.renew(other.interpreter().patterns());
    assertThat(TextBudget.patterns().get("a+b")).isSameAs(kept);
    assertThat(TextBudget.spent()).isZero();
  }

  /**
   * On a thread with the default stack: each has a value or fails, and spends no more than its
   * budget.
   */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void nastyPatternsAreRefusedOrEvaluateWithinTheBudget(long seed) {
    NastyPatterns patterns = new NastyPatterns(new Random(seed));
    int refused = 0;
    int evaluated = 0;
    for (int i = 0; i < 40; i++) {
      String regex = patterns.next();
      String literal = "'" + regex.replace("\\", "\\\\").replace("'", "\\'") + "'";
      Environment.Checked checked =
          Environment.standard()
              .check("test", "process.arguments.matches(" + literal + ")", ResultType.BOOL);
      if (checked.expression().isEmpty()) {
        refused++;
        assertThat(checked.diagnostics()).isNotEmpty();
        continue;
      }
      evaluated++;
      try {
        predicate(checked.expression().get()).test(context(LONG));
        assertThat(TextBudget.spent()).isLessThanOrEqualTo(TextBudget.STEPS);
      } catch (EvaluationException e) {
        assertThat(e.reason()).isEqualTo(EvaluationException.Cause.COST);
      }
    }
    assertThat(refused).isPositive();
    assertThat(evaluated).isPositive();
  }

  private static String diagnostics(String expression) {
    return environment().check("spec.match", expression, ResultType.BOOL).diagnostics().stream()
        .map(Diagnostic::toString)
        .findFirst()
        .orElse("");
  }

  private static Environment environment() {
    return Environment.standard().withLists(LISTS.keySet());
  }

  private static final Map<String, java.util.List<String>> LISTS =
      Map.of(
          "large", java.util.stream.IntStream.range(0, 3_000).mapToObj(Integer::toString).toList());

  private static void test(String expression, String arguments) throws EvaluationException {
    Environment.Checked checked = environment().check("test", expression, ResultType.BOOL);
    assertThat(checked.diagnostics()).isEmpty();
    predicate(checked.expression().orElseThrow()).test(context(arguments));
  }

  private static Predicate predicate(CheckedExpression expression) {
    return new ExpressionCompiler(LISTS).predicate(expression);
  }

  private static EventContext context(String arguments) {
    EventContext context = new EventContext();
    context.enter(EventFixture.exec("/bin/x", arguments), EventFixture.IN_POD);
    return context;
  }
}
