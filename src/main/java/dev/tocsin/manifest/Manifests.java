package dev.tocsin.manifest;

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
import dev.tocsin.text.FileFailure;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The objects of Tocsin in YAML or JSON files: policies, exceptions, and the ConfigMaps their lists
 * come from. Objects of other kinds in the same files are left alone.
 *
 * <p>What the API server would do on the way in is done here as far as it matters offline: an
 * unknown field is an error, an object without a namespace is in the system namespace, a policy's
 * generation is 1.
 */
public final class Manifests {
  private final String systemNamespace;
  private final List<Read<DetectionPolicy>> policies = new ArrayList<>();
  private final List<DetectionException> exceptions = new ArrayList<>();
  private final List<ConfigMap> configMaps = new ArrayList<>();

  /** An object and the file it stands in. */
  public record Read<T>(T object, Path file) {}

  /** Made when an object is read: whoever asks for the names of files only does without. */
  private static final class Mappers {
    static final ObjectMapper STRICT =
        new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new StrictReading());
    static final ObjectMapper LENIENT =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

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
      for (ManifestObject object : ManifestFile.strict(file).objects()) {
        manifests.add(object);
      }
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
    more.add(new ManifestObject(object, ObjectPlace.within(file)));
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

  /** Of several of one name the first counts. */
  public List<ConfigMap> configMaps() {
    return List.copyOf(configMaps);
  }

  private static List<Path> files(Path path) throws InvalidManifestException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      return below.filter(Files::isRegularFile).filter(Manifests::isManifest).sorted().toList();
    } catch (IOException e) {
      throw new InvalidManifestException(path + ": " + FileFailure.reason(e), e);
    }
  }

  /** Whether its name is that of a file that a folder is read for. */
  public static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && !isTest(file);
  }

  /** Whether it is a test beside a policy: {@code NAME.test.yaml}, {@code NAME.test.yml}. */
  public static boolean isTest(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".test.yaml") || name.endsWith(".test.yml");
  }

  private void add(ManifestObject object) throws InvalidManifestException {
    String apiVersion = object.json().path("apiVersion").asText();
    String kind = object.json().path("kind").asText();
    switch (apiVersion + "/" + kind) {
      case "tocsin.dev/v1alpha1/DetectionPolicy" ->
          policies.add(
              new Read<>(
                  parse(object, DetectionPolicy.class, Mappers.STRICT), object.place().file()));
      case "tocsin.dev/v1alpha1/DetectionException" ->
          exceptions.add(parse(object, DetectionException.class, Mappers.STRICT));
      case "v1/ConfigMap" -> configMaps.add(parse(object, ConfigMap.class, Mappers.LENIENT));
      default -> {
        if (apiVersion.startsWith("tocsin.dev/")) {
          throw new InvalidManifestException(
              object.place().at("kind") + ": there is no kind " + kind + " in " + apiVersion);
        }
      }
    }
  }

  private <T extends HasMetadata> T parse(ManifestObject object, Class<T> type, ObjectMapper mapper)
      throws InvalidManifestException {
    JsonNode json = object.json().deepCopy();
    String name = json.at("/metadata/name").asText();
    if (name.isEmpty()) {
      throw new InvalidManifestException(
          object.place().at("") + ": a " + type.getSimpleName() + " has no metadata.name");
    }
    ObjectNode metadata = (ObjectNode) json.path("metadata");
    if (!metadata.hasNonNull("namespace")) {
      metadata.put("namespace", systemNamespace);
    }
    metadata.put("generation", 1L);
    if (!metadata.hasNonNull("uid")) {
      metadata.put("uid", metadata.get("namespace").asText() + "/" + name);
    }
    String named = ": " + type.getSimpleName() + " " + name + ": ";
    try {
      return mapper.treeToValue(json, type);
    } catch (JsonMappingException e) {
      String field = Documents.field(e);
      throw new InvalidManifestException(
          object.place().at(field) + named + field + ": " + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new InvalidManifestException(object.place().at("") + named + e.getOriginalMessage(), e);
    }
  }
}
