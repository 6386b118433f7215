package dev.tocsin.lint.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The schema of one kind. Immutable, thread safe. */
public final class ApiSchema {
  private static final String VERSION = "v1alpha1";
  private static final Set<String> KINDS =
      Set.of(
          "DetectionPolicy", "DetectionException", "SecurityAlert", "AlertOutput", "AlertSilence");

  /** Each is read when it is asked for: to read all takes a tenth of a lint's time. */
  private static final Map<String, ApiSchema> READ = new ConcurrentHashMap<>();

  private final JsonNode schema;

  private ApiSchema(JsonNode schema) {
    this.schema = schema;
  }

  /** The schema of a kind of this project's API; empty when there is no such kind. */
  public static Optional<ApiSchema> of(String apiVersion, String kind) {
    return apiVersion.equals("tocsin.dev/" + VERSION) && KINDS.contains(kind)
        ? Optional.of(READ.computeIfAbsent(kind, ApiSchema::read))
        : Optional.empty();
  }

  /** All that the API server would refuse about an object; empty when it accepts it. */
  public List<Violation> check(JsonNode object) {
    List<Violation> violations = new ArrayList<>(MetadataCheck.check(object));
    new StructureCheck(violations::add).check(schema, object);
    return List.copyOf(violations);
  }

  private static String plural(String kind) {
    String lower = kind.toLowerCase(Locale.ROOT);
    return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
  }

  private static ApiSchema read(String kind) {
    String file = plural(kind) + ".tocsin.dev.yaml";
    try (InputStream stream =
        ApiSchema.class.getResourceAsStream("/dev/tocsin/lint/crds/" + file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is not packed with the program");
      }
      for (JsonNode version : new YAMLMapper().readTree(stream).at("/spec/versions")) {
        if (version.path("name").asText().equals(VERSION)) {
          return new ApiSchema(version.at("/schema/openAPIV3Schema"));
        }
      }
      throw new IllegalStateException(file + " has no version " + VERSION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
