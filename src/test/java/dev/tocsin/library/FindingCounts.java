package dev.tocsin.library;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.engine.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many findings each policy has. */
final class FindingCounts {
  private FindingCounts() {}

  static Map<String, Integer> of(List<Finding> findings) {
    return findings.stream()
        .collect(
            Collectors.groupingBy(
                finding -> finding.policy().id().name(),
                TreeMap::new,
                Collectors.summingInt(finding -> 1)));
  }

  /** From recording to policy to number. */
  static Map<String, Map<String, Integer>> expected(String resource) {
    try {
      return new YAMLMapper()
          .readValue(
              FindingCounts.class.getResource(resource),
              new TypeReference<TreeMap<String, Map<String, Integer>>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
