package dev.tocsin.library;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** What policies must find: from recording to policy to number. */
final class ExpectedFindings {
  private ExpectedFindings() {}

  static Map<String, Map<String, Integer>> read(String resource) {
    try {
      return new YAMLMapper()
          .readValue(
              ExpectedFindings.class.getResource(resource),
              new TypeReference<TreeMap<String, Map<String, Integer>>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
