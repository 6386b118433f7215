package dev.tocsin.manifest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of one text, token by token, so that the place of each is known. What comes
 * before a flaw is read.
 */
final class DocumentReader {
  private final ObjectMapper mapper;
  private final JsonParser parser;
  private final String text;
  private final @Nullable FileText source;
  private final List<Document> documents = new ArrayList<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private boolean whole = true;

  /**
   * @param marks null where the places of fields are not asked for
   */
  record Document(JsonNode json, @Nullable FieldMarks marks) {}

  /**
   * @param parser of the text
   * @param marked whether the places of fields are to be known
   */
  DocumentReader(ObjectMapper mapper, JsonParser parser, String text, boolean marked) {
    this.mapper = mapper;
    this.parser = parser;
    this.text = text;
    this.source = marked ? new FileText(text) : null;
  }

  void read() throws IOException {
    try {
      while (parser.nextToken() != null) {
        FieldMarks marks = source == null ? null : new FieldMarks(source);
        documents.add(new Document(value("", null, marks), marks));
      }
    } catch (JsonProcessingException e) {
      whole = false;
      flaws.add(new Flaw(mark(e.getLocation()), words(e.getOriginalMessage())));
    }
  }

  List<Document> documents() {
    return documents;
  }

  List<Flaw> flaws() {
    return flaws;
  }

  /** Whether all of the text was in its notation. */
  boolean isWhole() {
    return whole;
  }

  /** Of a text that was not: how far it was. */
  Mark end() {
    return flaws.getLast().mark();
  }

  /** What the parser says, without the pieces of the file that it shows. */
  private static String words(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(": "));
  }

  private JsonNode value(String field, @Nullable Mark key, @Nullable FieldMarks marks)
      throws IOException {
    Mark here = mark(parser.currentTokenLocation());
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        add(marks, field, key, here, null);
        yield object(field, marks);
      }
      case START_ARRAY -> {
        add(marks, field, key, here, null);
        ArrayNode array = mapper.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          String below = marks == null ? "" : field + "[" + array.size() + "]";
          array.add(value(below, null, marks));
        }
        yield array;
      }
      default -> {
        JsonNode scalar = mapper.readTree(parser);
        add(marks, field, key, here, scalar.isTextual() ? scalar.asText() : null);
        yield scalar;
      }
    };
  }

  private ObjectNode object(String field, @Nullable FieldMarks marks) throws IOException {
    ObjectNode object = mapper.createObjectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Mark key = mark(parser.currentTokenLocation());
      if (object.has(name)) {
        flaws.add(new Flaw(key, "'" + name + "' is there twice"));
      }
      parser.nextToken();
      String below = marks == null ? "" : field.isEmpty() ? name : field + "." + name;
      object.set(name, value(below, key, marks));
    }
    return object;
  }

  private static void add(
      @Nullable FieldMarks marks,
      String field,
      @Nullable Mark key,
      Mark value,
      @Nullable String scalar) {
    if (marks != null) {
      marks.add(field, key, value, scalar);
    }
  }

  private Mark mark(@Nullable JsonLocation at) {
    return at == null ? Mark.START : new Mark(Math.max(1, at.getLineNr()), column(at));
  }

  /** The parser of YAML counts code points, that of JSON what a text in memory is made of. */
  private int column(JsonLocation at) {
    int column = Math.max(1, at.getColumnNr());
    int end = Math.toIntExact(at.getCharOffset());
    return parser instanceof YAMLParser || end < column - 1
        ? column
        : text.codePointCount(end - (column - 1), Math.min(end, text.length())) + 1;
  }
}
