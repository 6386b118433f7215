package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read off the bytes is what the library for addresses says of the text. */
class AddressOperandTest {
  private static final int TEXTS = 20_000;

  private static final List<String> ODD =
      List.of(
          "",
          ".",
          "1.2.3",
          "1.2.3.",
          ".1.2.3.4",
          "1.2.3.4.",
          "1.2.3.4.5",
          "1..3.4",
          "1.2.3.4 ",
          " 1.2.3.4",
          "+1.2.3.4",
          "0x1.2.3.4",
          "1.2.3.1000",
          "1.2.3.4%eth0",
          "::ffff:1.2.3.4",
          "::1",
          "fe80::1",
          "::",
          "10.0.0.1é");

  private final EventContext context = new EventContext();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isIP(process.arguments)",
        "cidr('0.0.0.0/0').containsIP(process.arguments)",
        "cidr('10.0.0.0/8').containsIP(process.arguments)",
        "cidr('10.64.0.1/11').containsIP(process.arguments)",
        "cidr('255.255.255.255/32').containsIP(process.arguments)",
        "cidr('128.0.0.0/1').containsIP(process.arguments)",
        "cidr('::/0').containsIP(process.arguments)",
        "isIP(process.arguments + '') && cidr('10.0.0.0/8').containsIP(process.arguments + '')",
      })
  void bothWaysSayTheSame(String expression) {
    CheckedExpression checked =
        Environment.standard()
            .check("test", expression, ResultType.BOOL)
            .expression()
            .orElseThrow();
    Predicate compiled = new ExpressionCompiler(Map.of()).predicate(checked);
    Predicate interpreted = new Interpreter(Map.of()).predicate(checked);
    Map<String, Long> outcomes =
        texts()
            .map(
                text -> {
                  context.enter(EventFixture.exec("/bin/x", text), EventFixture.IN_POD);
                  String outcome = outcome(interpreted);
                  assertThat(outcome(compiled)).as(text).isEqualTo(outcome);
                  return outcome.equals("true") ? "true" : "other";
                })
            .collect(Collectors.groupingBy(outcome -> outcome, Collectors.counting()));
    assertThat(outcomes).as("both were tried").hasSize(2);
  }

  private String outcome(Predicate predicate) {
    try {
      return Boolean.toString(predicate.test(context));
    } catch (EvaluationException e) {
      return e.reason() + ": " + e.getMessage();
    }
  }

  private static Stream<String> texts() {
    Random random = new Random(1);
    return Stream.concat(
        Stream.concat(ODD.stream(), Stream.of("10.64.0.1", "255.255.255.255")),
        IntStream.range(0, TEXTS)
            .mapToObj(
                _ ->
                    IntStream.range(0, random.nextInt(20) == 0 ? 5 : 4)
                        .mapToObj(part -> part(part, random))
                        .collect(Collectors.joining("."))));
  }

  private static String part(int position, Random random) {
    String zeros = random.nextInt(20) == 0 ? "0" : "";
    int number = position == 0 && random.nextBoolean() ? 10 : random.nextInt(270);
    return zeros + number;
  }
}
