package dev.tocsin.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tocsin.text.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * The documents of a text in YAML or JSON, one after another. What begins like JSON is read as
 * JSON, which is faster for the pods of a cluster, and as YAML where it is none; what is neither is
 * read as the one that it is longer.
 */
public final class Documents {
  private static final ObjectMapper JSON = new JsonMapper();
  private static final ObjectMapper YAML = new ObjectMapper(yaml());
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private Documents() {}

  /**
   * The documents of a file, without the places of their fields.
   *
   * @throws InvalidManifestException when it cannot be read, is neither YAML nor JSON, or has a key
   *     twice
   */
  public static List<JsonNode> read(Path file) throws InvalidManifestException {
    return read(file.toString(), text(file));
  }

  /**
   * As {@link #read(Path)}.
   *
   * @param name for messages
   */
  public static List<JsonNode> read(String name, String text) throws InvalidManifestException {
    DocumentReader reader = tokens(text, false);
    if (!reader.flaws().isEmpty()) {
      Flaw first = reader.flaws().getFirst();
      throw new InvalidManifestException(name + ":" + first.mark() + ": " + first.message());
    }
    return reader.documents().stream().map(DocumentReader.Document::json).toList();
  }

  /**
   * The text of a file: UTF-8, or what its byte order mark says, as PowerShell writes it.
   *
   * @throws InvalidManifestException when it cannot be read
   */
  public static String text(Path file) throws InvalidManifestException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidManifestException(file + ": cannot be read: it is not in UTF-8", e);
    } catch (IOException e) {
      throw new InvalidManifestException(file + ": cannot be read: " + FileFailure.reason(e), e);
    }
  }

  private static Charset charset(byte[] bytes) {
    if (bytes.length >= 2 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff) {
      return StandardCharsets.UTF_16BE;
    }
    return bytes.length >= 2 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.UTF_8;
  }

  /**
   * @param marked whether the places of fields are to be known
   */
  static DocumentReader tokens(String text, boolean marked) {
    if (!isJson(text)) {
      return tokens(YAML, text, marked);
    }
    DocumentReader json = tokens(JSON, text, marked);
    if (json.isWhole()) {
      return json;
    }
    DocumentReader yaml = tokens(YAML, text, marked);
    return yaml.isWhole() || yaml.end().isAfter(json.end()) ? yaml : json;
  }

  private static DocumentReader tokens(ObjectMapper mapper, String text, boolean marked) {
    try (JsonParser parser = mapper.createParser(text)) {
      DocumentReader reader = new DocumentReader(mapper, parser, text, marked);
      reader.read();
      return reader;
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory cannot be read", e);
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

  private static boolean isJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
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
