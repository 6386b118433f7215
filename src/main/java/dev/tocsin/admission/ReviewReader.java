package dev.tocsin.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.admission.AdmissionReviews.BadQuestionException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads what matters of a question, as it comes in, and keeps no more of it than {@value
 * #MOST_WEIGHT} bytes of memory: who manages which field, the status, and what kubectl applied last
 * are skipped. Of one thread and one question.
 */
final class ReviewReader {
  /** Of the API's types the deepest is below 20. */
  private static final int DEEPEST = 64;

  /** Of the API's texts the longest is 32,768 characters. */
  private static final int LONGEST_TEXT = 256 << 10;

  /** A key of a label or an annotation may have 317 characters. */
  private static final int LONGEST_NAME = 512;

  private static final int LONGEST_NUMBER = 64;

  /** Both objects together; the shipped policies weigh some 10 KB. */
  private static final int MOST_WEIGHT = 1 << 20;

  /** What a value costs, about, beyond its text. */
  private static final int WEIGHT_OF_A_VALUE = 64;

  private static final int WEIGHT_OF_A_CHARACTER = 2;

  private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST_TEXT)
                  .maxNameLength(LONGEST_NAME)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          // Names that strangers choose are not for a table that all share.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private int weight;

  private String uid = "";
  private String operation = "";
  private String namespace = "";
  private JsonNode object = MissingNode.getInstance();
  private JsonNode oldSpec = MissingNode.getInstance();

  private ReviewReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * @throws BadQuestionException when it is no AdmissionReview, or more than is read
   * @throws IOException of the stream
   */
  static ReviewQuestion read(InputStream question) throws BadQuestionException, IOException {
    try (JsonParser parser = JSON.createParser(question)) {
      ReviewReader reader = new ReviewReader(parser);
      reader.review();
      if (reader.uid.isEmpty()) {
        throw new BadQuestionException("not an AdmissionReview: request.uid is missing");
      }
      return new ReviewQuestion(
          reader.uid, reader.operation, reader.namespace, reader.object, reader.oldSpec);
    } catch (JsonProcessingException e) {
      throw new BadQuestionException("not an AdmissionReview: " + e.getOriginalMessage());
    } catch (CharConversionException e) {
      // what begins like UTF-32 is read as such, and its broken characters are no JSON to Jackson
      throw new BadQuestionException("not an AdmissionReview: " + e.getMessage());
    }
  }

  private void review() throws IOException, BadQuestionException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new BadQuestionException("not an AdmissionReview: not a JSON object");
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("request")) {
        request();
      } else {
        parser.skipChildren();
      }
    }
  }

  private void request() throws IOException, BadQuestionException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "uid" -> uid = text();
        case "operation" -> operation = text();
        case "namespace" -> namespace = text();
        case "object" -> {
          if (token == JsonToken.START_OBJECT) {
            object = object();
          }
        }
        case "oldObject" -> {
          if (token == JsonToken.START_OBJECT) {
            oldSpec = oldSpec();
          }
        }
        default -> parser.skipChildren();
      }
    }
  }

  /** {@code ""} for what is no text. */
  private String text() throws IOException, BadQuestionException {
    JsonNode value = value();
    return value.isTextual() ? value.textValue() : "";
  }

  private ObjectNode object() throws IOException, BadQuestionException {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (name.equals("status")) {
        parser.skipChildren();
      } else if (name.equals("metadata") && token == JsonToken.START_OBJECT) {
        kept.set(name, metadata());
      } else {
        keep(kept, name);
      }
    }
    return kept;
  }

  private ObjectNode metadata() throws IOException, BadQuestionException {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (name.equals("managedFields")) {
        parser.skipChildren();
      } else if (name.equals("annotations") && token == JsonToken.START_OBJECT) {
        kept.set(name, annotations());
      } else {
        keep(kept, name);
      }
    }
    return kept;
  }

  private ObjectNode annotations() throws IOException, BadQuestionException {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (name.equals(APPLIED)) {
        parser.skipChildren();
      } else {
        keep(kept, name);
      }
    }
    return kept;
  }

  private JsonNode oldSpec() throws IOException, BadQuestionException {
    JsonNode spec = MissingNode.getInstance();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (name.equals("spec")) {
        spec = value();
      } else {
        parser.skipChildren();
      }
    }
    return spec;
  }

  private void keep(ObjectNode in, String name) throws IOException, BadQuestionException {
    weigh(name.length());
    in.set(name, value());
  }

  /** The value that begins at the current token; no deeper than the parser allows. */
  private JsonNode value() throws IOException, BadQuestionException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        weigh(0);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          parser.nextToken();
          keep(object, name);
        }
        yield object;
      }
      case START_ARRAY -> {
        weigh(0);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value());
        }
        yield array;
      }
      case VALUE_STRING -> {
        String text = parser.getText();
        weigh(text.length());
        yield JsonNodeFactory.instance.textNode(text);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE, VALUE_FALSE -> scalar(parser.getBooleanValue());
      case VALUE_NULL -> {
        weigh(0);
        yield JsonNodeFactory.instance.nullNode();
      }
      default -> throw new BadQuestionException("not an AdmissionReview: it ends too early");
    };
  }

  private JsonNode scalar(boolean value) throws BadQuestionException {
    weigh(0);
    return JsonNodeFactory.instance.booleanNode(value);
  }

  private JsonNode number() throws IOException, BadQuestionException {
    weigh(0);
    return switch (parser.getNumberType()) {
      case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
      case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
      case BIG_INTEGER -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
      case FLOAT, DOUBLE, BIG_DECIMAL ->
          JsonNodeFactory.instance.numberNode(parser.getDoubleValue());
    };
  }

  private void weigh(int characters) throws BadQuestionException {
    weight += WEIGHT_OF_A_VALUE + WEIGHT_OF_A_CHARACTER * characters;
    if (weight > MOST_WEIGHT) {
      throw new BadQuestionException(
          "the object is larger than is judged before it is stored, without managedFields and"
              + " status");
    }
  }
}
