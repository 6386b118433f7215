package dev.tocsin.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.image.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Benchmarks of the engine, each round in a JVM of its own. */
final class Benchmarks implements Figures {
  private final List<String> selection;

  /** The profiler as a class path of its own: a revision need not have one. */
  private final Path profiler = Path.of("target/compare/profiler").toAbsolutePath();

  /**
   * @param selection regular expressions and options of JMH; none for all benchmarks
   */
  Benchmarks(List<String> selection) throws IOException {
    this.selection = selection;
    String name = CpuTime.class.getName().replace('.', '/') + ".class";
    Path copy = profiler.resolve(name);
    Files.createDirectories(copy.getParent());
    try (InputStream in = CpuTime.class.getResourceAsStream("/" + name)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public Map<String, Double> of(Revision revision) throws IOException {
    Path results = Files.createTempFile("tocsin", ".json");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
      command.addAll(
          List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
      command.addAll(List.of("-cp", revision.classPath() + ":" + profiler));
      command.add("org.openjdk.jmh.Main");
      command.addAll(List.of("-f", "1", "-foe", "true", "-prof", CpuTime.class.getName()));
      command.addAll(List.of("-jvmArgsAppend", "-Xmx2g -XX:+UseCompactObjectHeaders"));
      command.addAll(List.of("-rf", "json", "-rff", results.toString()));
      command.addAll(selection);
      Tool.run(revision.folder(), command);
      return read(new ObjectMapper().readTree(results.toFile()));
    } finally {
      Files.delete(results);
    }
  }

  private static Map<String, Double> read(JsonNode runs) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (JsonNode run : runs) {
      String method = run.get("benchmark").textValue();
      StringBuilder name = new StringBuilder(method.substring(method.lastIndexOf('.') + 1));
      run.path("params").forEach(value -> name.append(' ').append(value.textValue()));
      figures.put(
          name.toString(),
          run.get("secondaryMetrics").get(CpuTime.LABEL).get("score").doubleValue() / 1e9);
    }
    return figures;
  }
}
