package dev.tocsin.bench.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code make bench-compare}: measures a revision and the working tree in turns, so that what else
 * the machine does meets both, and prints what differs. All figures are CPU time, which other
 * programs change less than the time on the clock.
 */
final class Compare {
  private Compare() {}

  /**
   * @param arguments the revision to compare with, the number of rounds, then {@code start}, {@code
   *     run}, or benchmarks as JMH selects them, with its options
   */
  public static void main(String[] arguments) throws IOException {
    Revision base = Revision.of(arguments[0]);
    Revision here = Revision.workingTree();
    int rounds = Integer.parseInt(arguments[1]);
    List<String> selection = List.of(arguments).subList(2, arguments.length);
    try (Figures figures = figures(selection)) {
      System.out.print(table(base, here, measure(base, here, rounds, figures)));
    }
    System.exit(0);
  }

  private static Figures figures(List<String> selection) throws IOException {
    return switch (String.join(" ", selection)) {
      case "start" -> Starts.ready();
      case "run" -> new Sensors();
      default -> new Benchmarks(selection);
    };
  }

  private static List<Difference> measure(Revision base, Revision here, int rounds, Figures figures)
      throws IOException {
    Map<String, List<Double>> before = new LinkedHashMap<>();
    Map<String, List<Double>> after = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      System.out.printf("round %d of %d%n", round + 1, rounds);
      // The first of a pair meets another machine than the second, so they change places.
      if (round % 2 == 0) {
        add(figures.of(base), before);
        add(figures.of(here), after);
      } else {
        add(figures.of(here), after);
        add(figures.of(base), before);
      }
    }
    List<Difference> differences = new ArrayList<>();
    after.forEach(
        (name, values) -> {
          List<Double> of = before.get(name);
          if (of != null) {
            differences.add(new Difference(name, of, values));
          }
        });
    return differences;
  }

  private static void add(Map<String, Double> round, Map<String, List<Double>> all) {
    round.forEach((name, value) -> all.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
  }

  private static String table(Revision base, Revision here, List<Difference> differences) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%n%-52s %-30s %-30s %s%n",
            "CPU time: median (lowest to highest)", base.name(), here.name(), "change"));
    differences.forEach(each -> table.append(each.line()));
    return table
        .append(
            """

            A change is beyond the noise when no round of one side reaches a round of the other:
            chance does that to 1 in 10 equal pairs with 3 rounds each, to 1 in 126 with 5.
            """)
        .toString();
  }
}
