package dev.tocsin.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.SortedMap;

/**
 * An in-toto statement with SLSA's provenance (v1): which files, from which commit, by what. It is
 * not signed: whoever publishes signs it.
 */
final class Provenance {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUILD_TYPE = "https://tocsin.dev/release/v1";

  private Provenance() {}

  /**
   * @param files digests by name
   * @param inputs what else went in, by name: digests of libraries and runtimes
   */
  static String of(
      ReleaseBuild.Commit commit, SortedMap<String, String> files, SortedMap<String, String> inputs)
      throws IOException {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    ArrayNode subjects = statement.putArray("subject");
    files.forEach((name, digest) -> named(subjects.addObject(), "name", name, digest));
    statement.put("predicateType", "https://slsa.dev/provenance/v1");
    ObjectNode definition = statement.putObject("predicate").putObject("buildDefinition");
    definition.put("buildType", BUILD_TYPE);
    definition
        .putObject("externalParameters")
        .put("target", "make release")
        .put("version", commit.version());
    definition
        .putObject("internalParameters")
        .put("java", System.getProperty("java.runtime.version"));
    ArrayNode dependencies = definition.putArray("resolvedDependencies");
    dependencies
        .addObject()
        .put("name", "source")
        .putObject("digest")
        .put("gitCommit", commit.revision());
    inputs.forEach((name, digest) -> named(dependencies.addObject(), "name", name, digest));
    ((ObjectNode) statement.path("predicate"))
        .putObject("runDetails")
        .putObject("builder")
        .put("id", BUILD_TYPE);
    return JSON.writeValueAsString(statement) + "\n";
  }

  private static void named(ObjectNode node, String key, String name, String digest) {
    node.put(key, name).putObject("digest").put("sha256", digest);
  }
}
