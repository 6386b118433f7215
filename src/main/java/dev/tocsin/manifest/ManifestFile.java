package dev.tocsin.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of one file, of whatever kind, those in lists too, and where their fields are. */
public final class ManifestFile {
  private final Path path;
  private final List<Flaw> flaws;
  private final List<ManifestObject> objects = new ArrayList<>();

  private ManifestFile(Path path, DocumentReader reader) {
    this.path = path;
    this.flaws = List.copyOf(reader.flaws());
    for (DocumentReader.Document document : reader.documents()) {
      add(document.json(), document.marks(), "");
    }
  }

  /** Reads a file as far as it can be read. */
  public static ManifestFile lenient(Path path, String text) {
    return new ManifestFile(path, Documents.tokens(text, true));
  }

  /**
   * Reads the whole of a file.
   *
   * @throws InvalidManifestException when there is a {@link Flaw}
   */
  public static ManifestFile strict(Path path) throws InvalidManifestException {
    ManifestFile file = lenient(path, Documents.text(path));
    if (!file.flaws.isEmpty()) {
      Flaw first = file.flaws.getFirst();
      throw new InvalidManifestException(path + ":" + first.mark() + ": " + first.message());
    }
    return file;
  }

  public List<ManifestObject> objects() {
    return objects;
  }

  /** What is wrong with the text itself. */
  public List<Flaw> flaws() {
    return flaws;
  }

  private void add(JsonNode json, @Nullable FieldMarks marks, String prefix) {
    if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        add(json.get(i), marks, prefix + "[" + i + "]");
      }
    } else if (json.path("kind").asText().endsWith("List")) {
      add(json.path("items"), marks, prefix.isEmpty() ? "items" : prefix + ".items");
    } else if (json.isObject()) {
      objects.add(new ManifestObject(json, new ObjectPlace(path, marks, prefix)));
    }
  }
}
