package dev.tocsin.inventory;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/** The documents of a file in YAML or JSON, one after another. */
public final class Documents {
  private static final ObjectMapper JSON = new JsonMapper();
  private static final ObjectMapper YAML = new ObjectMapper(yaml());

  private Documents() {}

  public static List<JsonNode> read(Path file) throws InvalidDocumentException {
    try {
      return read(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InvalidDocumentException(file + ": cannot be read: " + e, e);
    }
  }

  /**
   * @param name for messages
   */
  static List<JsonNode> read(String name, byte[] content) throws InvalidDocumentException {
    ObjectMapper mapper = isJson(content) ? JSON : YAML;
    try (MappingIterator<JsonNode> documents =
        mapper.readerFor(JsonNode.class).readValues(content)) {
      return documents.readAll();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String position = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      throw new InvalidDocumentException(name + position + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidDocumentException(name + ": " + e, e);
    }
  }

  /** Which field a value does not fit: {@code spec.containers[0].name}. */
  public static String field(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static boolean isJson(byte[] content) {
    for (byte each : content) {
      if (!Character.isWhitespace(each)) {
        return each == '{' || each == '[';
      }
    }
    return false;
  }

  private static YAMLFactory yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the pods of a cluster are more than 3 MB
    return YAMLFactory.builder().loaderOptions(options).build();
  }
}
