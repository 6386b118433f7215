package dev.tocsin.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The image's CycloneDX document: what Maven knows, and what only the image has. */
final class BillOfMaterials {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BillOfMaterials() {}

  /**
   * @param ofMaven the CycloneDX document of the jars, which names this project's own libraries
   * @param base the image that this one is built on
   */
  static void write(Path ofMaven, RootFilesystem files, String base, Path bill) throws IOException {
    ObjectNode document = (ObjectNode) JSON.readTree(ofMaven.toFile());
    ArrayNode components = document.withArray("/components");
    components
        .addObject()
        .put("type", "platform")
        .put("bom-ref", "java-runtime")
        .put("publisher", System.getProperty("java.vendor"))
        .put("name", "java-runtime")
        .put("version", System.getProperty("java.runtime.version"));
    if (base.equals(ImageTarball.SCRATCH)) {
      for (Map.Entry<Path, Path> each : files.cLibrary().entrySet()) {
        Path file = each.getKey();
        ObjectNode component =
            components
                .addObject()
                .put("type", "file")
                .put("bom-ref", "file:" + file)
                .put("name", file.toString());
        component
            .putArray("hashes")
            .addObject()
            .put("alg", "SHA-256")
            .put("content", Digest.of(each.getValue()));
      }
    } else {
      components
          .addObject()
          .put("type", "container")
          .put("bom-ref", "base:" + base)
          .put("name", base);
    }
    Files.writeString(bill, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
  }
}
