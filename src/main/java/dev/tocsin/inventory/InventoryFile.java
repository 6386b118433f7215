package dev.tocsin.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tocsin.event.Node;
import dev.tocsin.manifest.Documents;
import dev.tocsin.manifest.InvalidManifestException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Inventory} from files: Pods, Nodes and Namespaces as {@code kubectl get -o json} or
 * {@code -o yaml} prints them, as a List, as a plain JSON or YAML sequence, or as YAML documents
 * one after another. An object without a kind is a Pod.
 */
public final class InventoryFile {
  private static final ObjectMapper JSON = new JsonMapper();

  /** The file, for messages. */
  private final String file;

  private final Inventory inventory;
  private int items;

  private InventoryFile(String file, Inventory inventory) {
    this.file = file;
    this.inventory = inventory;
  }

  /** An inventory of nothing but these files; of several objects of one name the last counts. */
  public static Inventory read(List<Path> files) throws InvalidInventoryException {
    Inventory inventory = new Inventory(InstantSource.fixed(Instant.EPOCH));
    try {
      for (Path file : files) {
        new InventoryFile(file.toString(), inventory).addAll(Documents.read(file));
      }
    } catch (InvalidManifestException e) {
      throw new InvalidInventoryException(String.valueOf(e.getMessage()), e);
    }
    return inventory;
  }

  /**
   * An inventory of nothing but this text.
   *
   * @param name for messages
   */
  public static Inventory read(String name, String text) throws InvalidInventoryException {
    Inventory inventory = new Inventory(InstantSource.fixed(Instant.EPOCH));
    try {
      new InventoryFile(name, inventory).addAll(Documents.read(name, text));
    } catch (InvalidManifestException e) {
      throw new InvalidInventoryException(String.valueOf(e.getMessage()), e);
    }
    return inventory;
  }

  private void addAll(List<JsonNode> documents) throws InvalidInventoryException {
    for (JsonNode document : documents) {
      add(document);
    }
  }

  private void add(JsonNode document) throws InvalidInventoryException {
    if (document.isArray()) {
      for (JsonNode item : document) {
        add(item);
      }
      return;
    }
    if (isEmpty(document)) {
      return;
    }
    if (document.isObject() && document.path("kind").asText().endsWith("List")) {
      add(document.path("items"));
      return;
    }
    items++;
    if (!document.isObject()) {
      throw invalid("is no object but " + document, document, null);
    }
    addObject(document);
  }

  private void addObject(JsonNode object) throws InvalidInventoryException {
    switch (object.path("kind").asText("Pod")) {
      case "Pod" -> {
        Pod pod = parse(object, Pod.class);
        if (isEmpty(pod.getMetadata().getNamespace())) {
          throw invalid("metadata.namespace is missing", object, null);
        }
        inventory.put(PodReader.read(pod));
      }
      case "Node" -> {
        var metadata = parse(object, io.fabric8.kubernetes.api.model.Node.class).getMetadata();
        inventory.put(new Node(metadata.getName(), PodReader.strings(metadata.getLabels())));
      }
      case "Namespace" -> {
        var metadata = parse(object, Namespace.class).getMetadata();
        inventory.putNamespace(metadata.getName(), PodReader.strings(metadata.getLabels()));
      }
      case String kind ->
          throw invalid("kind " + kind + " is no Pod, Node or Namespace", object, null);
    }
  }

  private <T extends HasMetadata> T parse(JsonNode object, Class<T> type)
      throws InvalidInventoryException {
    T parsed;
    try {
      parsed = JSON.treeToValue(object, type);
    } catch (JsonMappingException e) {
      throw invalid(Documents.field(e) + ": " + e.getOriginalMessage(), object, e);
    } catch (JsonProcessingException e) {
      throw invalid(e.getOriginalMessage(), object, e);
    }
    if (parsed.getMetadata() == null || isEmpty(parsed.getMetadata().getName())) {
      throw invalid("metadata.name is missing", object, null);
    }
    return parsed;
  }

  /** Names the file, which of its objects, and what is wrong with it. */
  private InvalidInventoryException invalid(
      String problem, JsonNode object, @Nullable Exception cause) {
    JsonNode metadata = object.path("metadata");
    String name = metadata.path("name").asText();
    String namespace = metadata.path("namespace").asText();
    String named =
        name.isEmpty() ? "" : " (" + (namespace.isEmpty() ? "" : namespace + "/") + name + ")";
    return new InvalidInventoryException(file + ": item " + items + named + ": " + problem, cause);
  }

  /** A list without items, or a YAML document without content, which reads as an empty text. */
  private static boolean isEmpty(JsonNode document) {
    return document.isNull()
        || document.isMissingNode()
        || (document.isTextual() && document.textValue().isEmpty());
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
