package dev.tocsin.lint;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Optional;

/**
 * Objects to the types of the API. What they do not fit is the schema's to say, so that it is read
 * leniently here: as much as can be understood is looked at.
 */
final class Reading {
  private static final ObjectMapper LENIENT =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(CustomResource.class, Applied.class)
          .addMixIn(ObjectMeta.class, Written.class);

  /** The API server drops the status of an object that is applied. */
  @JsonIgnoreProperties("status")
  private interface Applied {}

  /** What the cluster keeps in metadata; to prepare reading it takes longer than the rest of it. */
  @JsonIgnoreProperties({"managedFields", "ownerReferences"})
  private interface Written {}

  private Reading() {}

  /** With the namespace that holds where none is written; empty when a type is wrong. */
  static <T extends HasMetadata> Optional<T> of(LintObject object, Class<T> type) {
    ObjectNode json = object.json().deepCopy();
    if (!(json.path("metadata") instanceof ObjectNode metadata) || object.name().isEmpty()) {
      return Optional.empty();
    }
    metadata.put("namespace", object.namespace());
    metadata.put("generation", 1L);
    try {
      return Optional.of(LENIENT.treeToValue(json, type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
