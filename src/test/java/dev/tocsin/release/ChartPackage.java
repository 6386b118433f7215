package dev.tocsin.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The chart as a package for {@code helm install}, and as an OCI layout for registries. Not by
 * {@code helm package}, which writes the time of packing.
 */
final class ChartPackage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG = "application/vnd.cncf.helm.config.v1+json";
  private static final String CONTENT = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private ChartPackage() {}

  /**
   * @param chart its folder
   */
  static void write(Path chart, Path archive) throws IOException {
    TarGz packed = new TarGz();
    try (Stream<Path> walk = Files.walk(chart)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        packed.file("tocsin/" + chart.relativize(file), file, false);
      }
    }
    packed.write(archive);
  }

  /** A gzipped layout, as {@code oras} and {@code skopeo} read it once it is unpacked. */
  static void writeLayout(Path chart, Path archive, Path layout) throws IOException {
    JsonNode about = new YAMLMapper().readTree(chart.resolve("Chart.yaml").toFile());
    byte[] config = JSON.writeValueAsBytes(about);
    byte[] content = Files.readAllBytes(archive);
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("schemaVersion", 2).put("mediaType", MANIFEST);
    manifest.set("config", descriptor(CONFIG, config));
    manifest.withArray("/layers").add(descriptor(CONTENT, content));
    manifest
        .putObject("annotations")
        .put("org.opencontainers.image.title", about.path("name").asText())
        .put("org.opencontainers.image.version", about.path("version").asText());
    byte[] bytes = JSON.writeValueAsBytes(manifest);
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
    ObjectNode named = descriptor(MANIFEST, bytes);
    named
        .putObject("annotations")
        .put("org.opencontainers.image.ref.name", about.path("version").asText());
    index.withArray("/manifests").add(named);
    TarGz packed = new TarGz();
    packed.text("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
    packed.text("index.json", JSON.writeValueAsString(index));
    packed.text(blob(config), new String(config, StandardCharsets.UTF_8));
    packed.text(blob(bytes), new String(bytes, StandardCharsets.UTF_8));
    packed.file(blob(content), archive, false);
    packed.write(layout);
  }

  private static ObjectNode descriptor(String type, byte[] content) {
    return JSON.createObjectNode()
        .put("mediaType", type)
        .put("digest", "sha256:" + Digest.of(content))
        .put("size", content.length);
  }

  private static String blob(byte[] content) {
    return "blobs/sha256/" + Digest.of(content);
  }
}
