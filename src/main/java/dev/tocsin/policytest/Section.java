package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A mapping of a test file and the place where it stands. What is never asked for is an unknown
 * key: see {@link #end}.
 */
final class Section {
  private final String place;
  private final ObjectNode node;
  private final Set<String> known = new HashSet<>();

  private Section(String place, ObjectNode node) {
    this.place = place;
    this.node = node;
  }

  static Section of(String place, JsonNode node) throws InvalidTestException {
    if (node instanceof ObjectNode object) {
      return new Section(place, object);
    }
    throw new InvalidTestException(place + ": must be a mapping, but is " + node);
  }

  String place() {
    return place;
  }

  boolean has(String key) {
    known.add(key);
    return node.hasNonNull(key);
  }

  JsonNode get(String key) {
    known.add(key);
    return node.path(key);
  }

  String text(String key) throws InvalidTestException {
    return optionalText(key).orElseThrow(() -> invalid(key, "is required"));
  }

  Optional<String> optionalText(String key) throws InvalidTestException {
    JsonNode value = get(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      throw invalid(key, "must be a text, but is " + value);
    }
    return Optional.of(value.asText());
  }

  boolean flag(String key) throws InvalidTestException {
    JsonNode value = get(key);
    if (value.isMissingNode() || value.isBoolean()) {
      return value.asBoolean();
    }
    throw invalid(key, "must be true or false, but is " + value);
  }

  long number(String key, long absent) throws InvalidTestException {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isIntegralNumber() || value.asLong() < 0) {
      throw invalid(key, "must be a number, 0 or more, but is " + value);
    }
    return value.asLong();
  }

  Optional<Duration> duration(String key) throws InvalidTestException {
    Optional<String> text = optionalText(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(GoDuration.parse(text.get()));
    } catch (IllegalArgumentException e) {
      throw new InvalidTestException(at(key) + ": " + e.getMessage(), e);
    }
  }

  /** The items of a list; none when it is absent. */
  List<JsonNode> items(String key) throws InvalidTestException {
    JsonNode value = get(key);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw invalid(key, "must be a list, but is " + value);
    }
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    return items;
  }

  List<String> texts(String key) throws InvalidTestException {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items(key)) {
      if (!item.isValueNode()) {
        throw invalid(key, "must be a list of texts, but has " + item);
      }
      texts.add(item.asText());
    }
    return texts;
  }

  /** A mapping as it stands; empty when it is absent. */
  ObjectNode mapping(String key) throws InvalidTestException {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return node.objectNode();
    }
    if (value instanceof ObjectNode object) {
      return object.deepCopy();
    }
    throw invalid(key, "must be a mapping, but is " + value);
  }

  /** Refuses keys that nobody asked for. */
  void end() throws InvalidTestException {
    Set<String> unknown = new TreeSet<>();
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      unknown.add(names.next());
    }
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new InvalidTestException(
          place
              + ": unknown key "
              + String.join(", ", unknown)
              + "; there are "
              + new TreeSet<>(known));
    }
  }

  String at(String key) {
    return place + "." + key;
  }

  InvalidTestException invalid(String key, String problem) {
    return new InvalidTestException(at(key) + ": " + problem);
  }
}
