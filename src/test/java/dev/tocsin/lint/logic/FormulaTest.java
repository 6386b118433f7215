package dev.tocsin.lint.logic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Event;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.EventFixture;
import dev.tocsin.language.Interpreter;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  private static final Map<String, List<String>> LISTS =
      Map.of("shells", List.of("sh", "bash"), "none", List.of());
  private static final Bindings NAMES =
      new Bindings(
          Map.of(),
          LISTS,
          Map.of("followed", "ConfigMap a/b c"),
          Map.of("event.kind", Set.of("ProcessExec")));
  private static final Environment ENVIRONMENT =
      Environment.standard().withLists(List.of("shells", "none", "followed"));

  /** Generated conditions are made of few atoms, and most of them come more than once. */
  private static final Map<String, CheckedExpression> CHECKED = new HashMap<>();

  private static CheckedExpression checked(String text) {
    return CHECKED.computeIfAbsent(text, FormulaTest::check);
  }

  private static CheckedExpression check(String text) {
    Environment.Checked checked = ENVIRONMENT.check("spec.match", text, ResultType.ANY);
    return checked
        .expression()
        .orElseThrow(() -> new AssertionError(text + ": " + checked.diagnostics()));
  }

  private static Formula formula(String text) {
    return Formula.of(checked(text), NAMES);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          process.name == 'a' && process.name == 'b'           # process.name would have to have two values at once
          'a' == process.name && process.name in ['b', 'c']    # process.name would have to have two values at once
          process.name == 'a' && process.name != 'a'           # a condition and its opposite cannot both hold
          process.name in ['a', 'b'] && !(process.name in ['a', 'b', 'c']) # process.name is 'a' or 'b' and the other conditions exclude that
          process.name in lists.shells && process.name == 'zsh' # process.name would have to have two values at once
          process.name in lists.none                           # a condition in it is always false
          process.name in []                                   # a condition in it is always false
          process.name == 'abc' && process.name.startsWith('b') # process.name is 'abc' and the other conditions exclude that
          process.name == 'abc' && process.name.matches('^b')  # process.name is 'abc' and the other conditions exclude that
          process.cwd.startsWith('/a') && process.cwd.startsWith('/b') # process.cwd cannot start with '/a' and start with '/b'
          process.cwd.endsWith('a') && process.cwd.endsWith('b') # process.cwd cannot end with 'a' and end with 'b'
          process.cwd.startsWith('/ab') && !process.cwd.startsWith('/a') # process.cwd cannot start with '/ab' and not start with '/a'
          process.cwd.contains('abc') && !process.cwd.contains('b') # process.cwd cannot contain 'abc' and not contain 'b'
          process.pid > 5 && process.pid < 5                   # process.pid cannot be at least 6 and at most 4
          process.pid >= 5 && 5 > process.pid                  # a condition and its opposite cannot both hold
          !(process.pid < 5) && process.pid <= 4               # a condition and its opposite cannot both hold
          process.pid == 3 && process.pid > 4                  # process.pid is 3 and the other conditions exclude that
          connection.destinationPort == 70000                  # connection.destinationPort is a port, from 0 to 65535
          connection.destinationPort > 65535                   # connection.destinationPort is a port, from 0 to 65535
          process.pid < 0                                      # process.pid is a number from 0 to 4294967295
          event.kind == 'ProcessExit'                          # event.kind would have to have two values at once
          event.function == '__x64_sys_setns'                  # event.function has no prefix of an architecture: write 'sys_setns'
          process.name == '/bin/sh'                            # process.name is the base name of the binary and never contains '/': compare binary
          process.name.startsWith('/bin')                      # process.name is the base name of the binary and never contains '/': compare binary
          process.binary == '/bin/sh' && process.name == 'bash' # process.name would have to have two values at once
          process.binary.endsWith('/sh') && process.name == 'bash' # process.name would have to have two values at once
          process.binary.endsWith('sh') && process.name == 'cat' # process.name is 'cat' and the other conditions exclude that
          connection.protocol == 'tcp'                         # connection.protocol is in upper case: 'tcp' is not
          process.name.lowerAscii() == 'CURL'                  # process.name.lowerAscii() is in lower case: 'CURL' is not
          process.in_init_tree && !process.in_init_tree        # a condition and its opposite cannot both hold
          process.in_init_tree && process.pid == 1 ? false : process.pid == 2 && process.pid == 3 # a condition in it is always false
          !(process.name == 'a' || process.name != 'a')        # a condition and its opposite cannot both hold
          pod.labels['a'] == 'b' && pod.labels['a'] == 'c'     # pod.labels['a'] would have to have two values at once
          1 == 2                                               # a condition in it is always false
          """)
  void knowsWhatCanNeverHold(String text, String why) {
    assertThat(formula(text).contradiction()).contains(why);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "process.name == 'a' || process.name == 'b'",
        "process.name == 'a' && parent.name == 'b'",
        "process.name in lists.followed && process.name == 'a'",
        "process.cwd.startsWith('/a') && process.cwd.startsWith('/a/b')",
        "process.cwd.startsWith('/a') && process.cwd.endsWith('b') && process.cwd.contains('c')",
        "process.cwd.contains('a') && !process.cwd.contains('ab')",
        "process.pid > 5 && process.pid < 7",
        "process.binary.endsWith('sh') && process.name == 'bash'",
        "process.binary.endsWith('/bash') && process.name == 'bash'",
        "process.binary.endsWith('n/bash') && process.name == 'bash'",
        "pod.labels['a'] == 'b' && pod.labels['c'] == 'd'",
        "ancestors.exists(a, a.name == 'x') && ancestors.exists(a, a.name == 'y')",
        "size(args) > 1 && args[1] == 2",
        "args[0] > 1 && args[0] < 2",
        "event.function == 'sys_setns'",
        "has(container.startTime) && process.start_time > container.startTime",
        "process.name != 'a' && process.name != 'b'",
      })
  void saysNothingOfWhatMayHold(String text) {
    assertThat(formula(text).contradiction()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          process.name == 'a' && process.pid == 1   # process.name == 'a'                   # true
          process.name == 'a'                       # process.name in ['b', 'a']            # true
          process.name == 'a'                       # process.name != 'b'                   # true
          process.pid > 5                           # process.pid > 4                       # true
          process.cwd.startsWith('/a/b')            # process.cwd.contains('a/')            # true
          !process.cwd.contains('a')                # !process.cwd.contains('ab')           # true
          process.name == 'a' || process.name == 'b' # process.name in lists.shells          # false
          process.name == 'sh' || process.name == 'bash' # process.name in lists.shells      # true
          process.name in lists.followed            # process.name in lists.followed        # true
          process.name in ['a', 'b']                # process.name == 'a'                   # false
          process.name == 'a'                       # parent.name == 'a'                    # false
          process.pid > 4                           # process.pid > 5                       # false
          !process.cwd.contains('ab')               # !process.cwd.contains('a')            # false
          process.cwd.contains('a')                 # process.cwd.startsWith('a')           # false
          process.cwd.contains('xab')               # process.cwd.containsAny(['c', 'a'])   # true
          process.cwd.containsAny(['ab', 'ac'])     # process.cwd.contains('a')             # true
          process.cwd.lowerAscii().contains('a')    # process.cwd.containsAny(['c', 'A'], true) # true
          process.cwd.containsAny(['ab', 'c'])      # process.cwd.contains('a')             # false
          !process.cwd.containsAny(['a', 'c'])      # !process.cwd.contains('ab')           # true
          """)
  void knowsWhatFollows(String narrow, String wide, boolean follows) {
    assertThat(formula(narrow).implies(formula(wide))).isEqualTo(follows);
  }

  @Test
  void knowsTheValuesThatATermIsPinnedTo() {
    assertThat(formula("process.pid in [1, 2] || process.pid == 3").values("process.pid"))
        .contains(Set.of(1L, 2L, 3L));
    assertThat(formula("process.pid in [1, 2] || process.name == 'a'").values("process.pid"))
        .isEmpty();
    assertThat(formula("process.pid != 3").values("process.pid")).isEmpty();
  }

  @Test
  void variablesAreWhatTheyStandFor() {
    CheckedExpression tool = checked("process.name == 'a'");
    Bindings names = new Bindings(Map.of("tool", tool), Map.of(), Map.of(), Map.of());
    CheckedExpression match =
        Environment.standard()
            .withVariable("tool", tool)
            .check("spec.match", "variables.tool && process.name == 'b'", ResultType.BOOL)
            .expression()
            .orElseThrow();
    assertThat(Formula.of(match, names).contradiction()).isPresent();
  }

  @Test
  void givesUpOnWhatIsTooLarge() {
    StringBuilder text = new StringBuilder("process.pid == 1");
    for (int i = 0; i < 20; i++) {
      text.append(" && (process.name == 'a%d' || parent.name == 'b%d')".formatted(i, i));
    }
    assertThat(formula(text.toString()).contradiction()).isEmpty();
    assertThat(formula(text.toString()).implies(formula("process.pid == 1"))).isFalse();
  }

  /** Whatever it claims holds for each event, by the interpreter of the language itself. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neverClaimsWhatAnEventContradicts(long seed) throws Exception {
    Random random = new Random(seed);
    Interpreter interpreter = new Interpreter(LISTS);
    int never = 0;
    int always = 0;
    for (int i = 0; i < 1_500; i++) {
      String text = condition(random, 3);
      CheckedExpression expression = checked(text);
      Optional<String> contradiction = Formula.of(expression, NAMES).contradiction();
      boolean tautology = Formula.not(expression, NAMES).contradiction().isPresent();
      if (contradiction.isEmpty() && !tautology) {
        continue;
      }
      never += contradiction.isPresent() ? 1 : 0;
      always += tautology ? 1 : 0;
      Predicate predicate = interpreter.predicate(expression);
      for (int j = 0; j < 60; j++) {
        Optional<Boolean> holds = evaluate(predicate, event(random));
        if (contradiction.isPresent()) {
          assertThat(holds).as(text + ": " + contradiction).isNotEqualTo(Optional.of(true));
        } else {
          assertThat(holds).as(text).isNotEqualTo(Optional.of(false));
        }
      }
    }
    assertThat(never).isGreaterThan(100);
    assertThat(always).isGreaterThan(20);
  }

  /** The same for what follows from what. */
  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void neverClaimsThatSomethingFollowsWhichDoesNot(long seed) throws Exception {
    Random random = new Random(seed);
    Interpreter interpreter = new Interpreter(LISTS);
    int claims = 0;
    for (int i = 0; i < 6_000; i++) {
      CheckedExpression narrow = checked(condition(random, 1));
      CheckedExpression wide = checked(condition(random, 1));
      if (!Formula.of(narrow, NAMES).implies(Formula.of(wide, NAMES))) {
        continue;
      }
      claims++;
      Predicate premise = interpreter.predicate(narrow);
      Predicate conclusion = interpreter.predicate(wide);
      for (int j = 0; j < 40; j++) {
        Event event = event(random);
        if (evaluate(premise, event).equals(Optional.of(true))) {
          assertThat(evaluate(conclusion, event))
              .as(narrow.text() + " => " + wide.text())
              .contains(true);
        }
      }
    }
    assertThat(claims).isGreaterThan(50);
  }

  private static Optional<Boolean> evaluate(Predicate predicate, Event event) {
    EventContext context = new EventContext();
    context.enter(event, EventFixture.IN_POD);
    try {
      return Optional.of(predicate.test(context));
    } catch (EvaluationException e) {
      return Optional.empty();
    }
  }

  private static Event event(Random random) {
    String name = pick(random, "sh", "bash", "cat", "zsh", "b");
    String folder = pick(random, "/bin/", "/usr/bin/", "/");
    return EventFixture.exec(
        EventFixture.TIME,
        EventFixture.process(folder + name, pick(random, "", "a", "ab", "-c x"))
            .setPid(com.google.protobuf.UInt32Value.of(random.nextInt(5))));
  }

  private static String condition(Random random, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return atom(random);
    }
    String left = condition(random, depth - 1);
    String right = condition(random, depth - 1);
    return switch (random.nextInt(7)) {
      case 0, 1, 2 -> "(" + left + " && " + right + ")";
      case 3, 4 -> "(" + left + " || " + right + ")";
      case 5 -> "!(" + left + ")";
      default -> "(" + left + " ? " + right + " : " + condition(random, depth - 1) + ")";
    };
  }

  private static String atom(Random random) {
    String text = pick(random, "process.name", "process.binary", "process.arguments");
    String value = pick(random, "'sh'", "'bash'", "'/bin/sh'", "'/bin'", "'b'", "''", "'a'", "'h'");
    int number = random.nextInt(6) - 1;
    return switch (random.nextInt(12)) {
      case 0, 1 -> text + " == " + value;
      case 2 -> text + " != " + value;
      case 3 -> text + ".startsWith(" + value + ")";
      case 4 -> text + ".endsWith(" + value + ")";
      case 5 -> text + ".contains(" + value + ")";
      case 6 -> text + " in " + pick(random, "lists.shells", "lists.none", "['sh', 'a']", "[]");
      case 7 -> text + ".matches(" + pick(random, "'^b'", "'sh$'", "'a'") + ")";
      case 8 -> "process.pid " + pick(random, "<", "<=", ">", ">=", "==", "!=") + " " + number;
      case 9 -> number + " " + pick(random, "<", "<=", ">", ">=", "==") + " process.pid";
      case 10 -> "size(" + text + ") " + pick(random, "<", ">") + " " + number;
      default -> pick(random, "true", "false", "process.in_init_tree", "args[0] == 1");
    };
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
