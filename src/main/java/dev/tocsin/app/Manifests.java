package dev.tocsin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.StrictReading;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.ObjectKey;
import dev.tocsin.inventory.Documents;
import dev.tocsin.inventory.InvalidDocumentException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of Tocsin in YAML or JSON files: policies, exceptions, and the ConfigMaps their lists
 * come from. Objects of other kinds in the same files are left alone.
 *
 * <p>What the API server would do on the way in is done here as far as it matters offline: an
 * unknown field is an error, an object without a namespace is in the system namespace, a policy's
 * generation is 1.
 */
public final class Manifests {
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(new StrictReading());
  private static final ObjectMapper LENIENT =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final String systemNamespace;
  private final List<Read<DetectionPolicy>> policies = new ArrayList<>();
  private final List<DetectionException> exceptions = new ArrayList<>();
  private final List<ConfigMap> configMaps = new ArrayList<>();

  /** An object and the file it stands in. */
  public record Read<T>(T object, Path file) {}

  private Manifests(String systemNamespace) {
    this.systemNamespace = systemNamespace;
  }

  /**
   * Reads the files; of a directory all {@code .yaml}, {@code .yml} and {@code .json} files below
   * it, tests beside policies ({@link #isTest}) left out.
   */
  public static Manifests read(List<Path> paths, String systemNamespace)
      throws InvalidManifestException {
    Manifests manifests = new Manifests(systemNamespace);
    for (Path file : files(paths)) {
      manifests.readFile(file);
    }
    return manifests;
  }

  /** The files that {@link #read} reads of some paths. */
  public static List<Path> files(List<Path> paths) throws InvalidManifestException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      files.addAll(files(path));
    }
    return files;
  }

  /**
   * These and one more object, which wins over a ConfigMap of the same name.
   *
   * @param file where it stands, for messages
   */
  public Manifests with(Path file, JsonNode object) throws InvalidManifestException {
    Manifests more = new Manifests(systemNamespace);
    more.add(file, object.deepCopy());
    more.policies.addAll(policies);
    more.exceptions.addAll(exceptions);
    more.configMaps.addAll(configMaps);
    return more;
  }

  /** These with one of their policies. */
  public Manifests only(Read<DetectionPolicy> policy) {
    Manifests one = new Manifests(systemNamespace);
    one.policies.add(policy);
    one.exceptions.addAll(exceptions);
    one.configMaps.addAll(configMaps);
    return one;
  }

  public List<Read<DetectionPolicy>> policies() {
    return List.copyOf(policies);
  }

  public List<DetectionException> exceptions() {
    return List.copyOf(exceptions);
  }

  /** The ConfigMaps among them, as the source of lists. */
  public ConfigMaps configMaps() {
    return key ->
        configMaps.stream()
            .filter(each -> ObjectKey.of(each).equals(key))
            .findFirst()
            .<ConfigMaps.Answer>map(
                each -> new ConfigMaps.Found(Objects.requireNonNullElse(each.getData(), Map.of())))
            .orElseGet(ConfigMaps.NotFound::new);
  }

  private static List<Path> files(Path path) throws InvalidManifestException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      return below.filter(Files::isRegularFile).filter(Manifests::isManifest).sorted().toList();
    } catch (IOException e) {
      throw new InvalidManifestException(path + ": " + e, e);
    }
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && !isTest(file);
  }

  /** Whether it is a test beside a policy: {@code NAME.test.yaml}, {@code NAME.test.yml}. */
  public static boolean isTest(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".test.yaml") || name.endsWith(".test.yml");
  }

  private void readFile(Path file) throws InvalidManifestException {
    List<JsonNode> documents;
    try {
      documents = Documents.read(file);
    } catch (InvalidDocumentException e) {
      throw new InvalidManifestException(String.valueOf(e.getMessage()), e);
    }
    for (JsonNode document : documents) {
      add(file, document);
    }
  }

  private void add(Path file, JsonNode document) throws InvalidManifestException {
    if (document.isArray() || document.path("kind").asText().endsWith("List")) {
      for (JsonNode item : document.isArray() ? document : document.path("items")) {
        add(file, item);
      }
      return;
    }
    String apiVersion = document.path("apiVersion").asText();
    String kind = document.path("kind").asText();
    switch (apiVersion + "/" + kind) {
      case "tocsin.dev/v1alpha1/DetectionPolicy" ->
          policies.add(new Read<>(parse(file, document, DetectionPolicy.class, STRICT), file));
      case "tocsin.dev/v1alpha1/DetectionException" ->
          exceptions.add(parse(file, document, DetectionException.class, STRICT));
      case "v1/ConfigMap" -> configMaps.add(parse(file, document, ConfigMap.class, LENIENT));
      default -> {
        if (apiVersion.startsWith("tocsin.dev/")) {
          throw new InvalidManifestException(
              file + ": there is no kind " + kind + " in " + apiVersion);
        }
      }
    }
  }

  private <T extends HasMetadata> T parse(
      Path file, JsonNode document, Class<T> type, ObjectMapper mapper)
      throws InvalidManifestException {
    String name = document.at("/metadata/name").asText();
    if (name.isEmpty()) {
      throw new InvalidManifestException(
          file + ": a " + type.getSimpleName() + " has no metadata.name");
    }
    ObjectNode metadata = (ObjectNode) document.path("metadata");
    if (!metadata.hasNonNull("namespace")) {
      metadata.put("namespace", systemNamespace);
    }
    metadata.put("generation", 1L);
    if (!metadata.hasNonNull("uid")) {
      metadata.put("uid", metadata.get("namespace").asText() + "/" + name);
    }
    try {
      return mapper.treeToValue(document, type);
    } catch (JsonMappingException e) {
      throw invalid(file, type, name, Documents.field(e) + ": " + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw invalid(file, type, name, e.getOriginalMessage(), e);
    }
  }

  private static InvalidManifestException invalid(
      Path file, Class<?> type, String name, String problem, @Nullable Exception cause) {
    String message = file + ": " + type.getSimpleName() + " " + name + ": " + problem;
    return cause == null
        ? new InvalidManifestException(message)
        : new InvalidManifestException(message, cause);
  }
}
