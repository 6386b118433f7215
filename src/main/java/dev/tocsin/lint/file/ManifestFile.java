package dev.tocsin.lint.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.lint.Finding;
import dev.tocsin.lint.LintObject;
import dev.tocsin.lint.Place;
import dev.tocsin.lint.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one file, token by token, so that the place of each is known. */
final class ManifestFile {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path path;
  private final String namespace;
  private final SourceText source;
  private final List<Located> objects = new ArrayList<>();
  private final List<LocatedFinding> findings = new ArrayList<>();

  /**
   * An object and where its fields are.
   *
   * @param prefix of the object in its document
   */
  record Located(LintObject object, FieldMarks marks, String prefix) {}

  private ManifestFile(Path path, String text, String namespace) {
    this.path = path;
    this.namespace = namespace;
    this.source = new SourceText(text);
  }

  /**
   * @param namespace of objects that name none
   */
  static ManifestFile read(Path path, String text, String namespace) {
    ManifestFile file = new ManifestFile(path, text, namespace);
    file.read(text);
    return file;
  }

  List<Located> objects() {
    return objects;
  }

  /** What is wrong with the text itself. */
  List<LocatedFinding> findings() {
    return findings;
  }

  private void read(String text) {
    try (JsonParser parser = YAML.createParser(text)) {
      while (parser.nextToken() != null) {
        FieldMarks marks = new FieldMarks(source);
        JsonNode document = value(parser, "", null, marks);
        add(document, marks, "");
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Mark mark =
          at == null
              ? Mark.START
              : new Mark(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
      syntax(mark, words(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory cannot be read", e);
    }
  }

  /** What the parser says, without the pieces of the file that it shows. */
  private static String words(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(": "));
  }

  private void syntax(Mark mark, String message) {
    Finding finding = new Finding(Rule.SYNTAX, LintObject.unread(), Place.of(""), message);
    findings.add(new LocatedFinding(finding, path, mark.line(), mark.column()));
  }

  private void add(JsonNode document, FieldMarks marks, String prefix) {
    if (document.isArray()) {
      for (int i = 0; i < document.size(); i++) {
        add(document.get(i), marks, prefix + "[" + i + "]");
      }
    } else if (document.path("kind").asText().endsWith("List")) {
      add(document.path("items"), marks, prefix.isEmpty() ? "items" : prefix + ".items");
    } else if (document.isObject()) {
      objects.add(new Located(LintObject.of(document, namespace), marks, prefix));
    }
  }

  private JsonNode value(JsonParser parser, String field, @Nullable Mark key, FieldMarks marks)
      throws IOException {
    Mark here = mark(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        marks.add(field, key, here, null);
        yield object(parser, field, marks);
      }
      case START_ARRAY -> {
        marks.add(field, key, here, null);
        ArrayNode array = YAML.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, field + "[" + array.size() + "]", null, marks));
        }
        yield array;
      }
      default -> {
        JsonNode scalar = YAML.readTree(parser);
        marks.add(field, key, here, scalar.isTextual() ? scalar.asText() : null);
        yield scalar;
      }
    };
  }

  private ObjectNode object(JsonParser parser, String field, FieldMarks marks) throws IOException {
    ObjectNode object = YAML.createObjectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Mark key = mark(parser);
      if (object.has(name)) {
        syntax(key, "'" + name + "' is there twice");
      }
      parser.nextToken();
      String below = field.isEmpty() ? name : field + "." + name;
      object.set(name, value(parser, below, key, marks));
    }
    return object;
  }

  private static Mark mark(JsonParser parser) {
    JsonLocation at = parser.currentTokenLocation();
    return new Mark(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }
}
