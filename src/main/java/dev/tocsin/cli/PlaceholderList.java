package dev.tocsin.cli;

import com.google.common.base.Splitter;
import dev.tocsin.control.ListText;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The values of a placeholder, from a text or from a ConfigMap as policies take lists from one. */
final class PlaceholderList {
  private PlaceholderList() {}

  /**
   * @param name of the placeholder, and of the key of a ConfigMap
   * @param file a manifest by its ending, else a text
   */
  static List<String> read(String name, Path file) {
    return Manifests.isManifest(file) ? ofConfigMap(name, file) : lines(ImportArguments.read(file));
  }

  /**
   * As --list documents it: a line is a value, with the commas and quotes that a value may have.
   */
  private static List<String> lines(String text) {
    return Splitter.on('\n')
        .trimResults()
        .omitEmptyStrings()
        .splitToStream(text)
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static List<String> ofConfigMap(String name, Path file) {
    List<ConfigMap> found;
    try {
      found = Manifests.read(List.of(file), "default").configMaps();
    } catch (InvalidManifestException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
    if (found.size() != 1) {
      throw new BadInputException(
          "%s: has %d ConfigMaps; --list %s wants one".formatted(file, found.size(), name));
    }
    Map<String, String> data =
        found.getFirst().getData() == null ? Map.of() : found.getFirst().getData();
    String text = data.get(name);
    if (text == null) {
      throw new BadInputException(
          "%s: ConfigMap %s: data has no key '%s', but %s"
              .formatted(
                  file,
                  found.getFirst().getMetadata().getName(),
                  name,
                  data.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(data.keySet()))));
    }
    return ListText.parse(text).values();
  }
}
