package dev.tocsin.chart;

import dev.tocsin.manifest.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the chart that are made from others: CRDs, policies, tracing policies, README.
 *
 * <p>They are copies since Helm reads nothing outside of a chart, and links are lost where a chart
 * is packed from a checkout (Flux) or on Windows. One file a pack keeps them few.
 */
final class ChartFiles {
  static final Path CHART = Path.of("helm/tocsin");

  /** The option of Helm that every use of the chart needs: it has no image by default. */
  static final String IMAGE = "--set=image.repository=registry.example.com/tocsin";

  private static final String HEADER = "# Copied from %s: do not edit, run `make chart`.\n";

  private ChartFiles() {}

  /** Path below the chart to content. */
  static Map<String, String> generate() {
    Map<String, String> files = new TreeMap<>();
    for (Path crd : yamlFiles(Path.of("crds"))) {
      files.put("crds/" + crd.getFileName(), read(crd));
    }
    files.put("files/lists.yaml", read(Path.of("config/policies/lists.yaml")));
    files.put("files/rules.yaml", read(Path.of("config/alerts/tocsin.rules.yaml")));
    files.put("files/tracing.yaml", joined(Path.of("config/tracing")));
    for (Path pack : packs()) {
      files.put("files/packs/" + pack.getFileName() + ".yaml", joined(pack));
    }
    files.put("README.md", ValuesReadme.of(CHART));
    return files;
  }

  static List<Path> packs() {
    try (Stream<Path> entries = Files.list(Path.of("config/policies"))) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of a folder in one file, tests left out. */
  private static String joined(Path folder) {
    return HEADER.formatted(folder)
        + yamlFiles(folder).stream()
            .map(ChartFiles::read)
            .map(text -> text.startsWith("---\n") ? text.substring(4) : text)
            .collect(Collectors.joining("---\n"));
  }

  static List<Path> yamlFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.getFileName().toString().equals("kustomization.yaml"))
          .filter(file -> !Manifests.isTest(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
