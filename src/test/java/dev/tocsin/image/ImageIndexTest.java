package dev.tocsin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.hash.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two small images that share a layer, as Jib writes them, in one file. */
class ImageIndexTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Path amd64;
  private static Path arm64;

  @BeforeAll
  static void build() throws Exception {
    amd64 = image("amd64", "tocsin:1.2.3");
    arm64 = image("arm64", "tocsin:1.2.3");
  }

  @Test
  void namesAnIndexWithTheImageOfEachPlatform() throws IOException {
    Path tarball = folder.resolve("both.tar");
    String digest = ImageIndex.write(List.of(arm64, amd64), tarball);
    Path layout = unpack(tarball);

    JsonNode named = JSON.readTree(layout.resolve("index.json").toFile()).at("/manifests");
    assertThat(named).hasSize(1);
    assertThat(named.at("/0/mediaType").asText())
        .isEqualTo("application/vnd.oci.image.index.v1+json");
    assertThat(named.at("/0/digest").asText()).isEqualTo(digest);
    assertThat(named.at("/0/annotations/org.opencontainers.image.ref.name").asText())
        .isEqualTo("tocsin:1.2.3");

    JsonNode manifests = blob(layout, named.get(0)).get("manifests");
    assertThat(manifests)
        .extracting(manifest -> manifest.get("platform").toString())
        .containsExactly(
            "{\"architecture\":\"amd64\",\"os\":\"linux\"}",
            "{\"architecture\":\"arm64\",\"os\":\"linux\"}");
    for (JsonNode manifest : manifests) {
      JsonNode config = blob(layout, blob(layout, manifest).get("config"));
      assertThat(config.get("architecture")).isEqualTo(manifest.at("/platform/architecture"));
    }
  }

  @Test
  void hasEachBlobOnceUnderItsDigest() throws IOException {
    Path tarball = folder.resolve("blobs.tar");
    ImageIndex.write(List.of(amd64, arm64), tarball);

    List<String> entries =
        Tool.run(folder, List.of("tar", "-tf", tarball.toString())).lines().toList();
    assertThat(entries).isSorted().doesNotHaveDuplicates();
    Path layout = unpack(tarball);
    try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
      // The index; of each image the manifest, the configuration, a layer; the layer of both.
      assertThat(blobs)
          .hasSize(8)
          .allSatisfy(
              blob -> {
                try (InputStream content = Files.newInputStream(blob)) {
                  assertThat(Digests.computeDigest(content).getDigest().getHash())
                      .isEqualTo(blob.getFileName().toString());
                }
              });
    }
  }

  @Test
  void theOrderOfTheImagesChangesNoByte() throws IOException {
    Path one = folder.resolve("one.tar");
    Path other = folder.resolve("other.tar");
    ImageIndex.write(List.of(amd64, arm64), one);
    ImageIndex.write(List.of(arm64, amd64), other);

    assertThat(one).hasSameBinaryContentAs(other);
  }

  @Test
  void refusesTwoImagesOfOnePlatform() {
    assertThatIOException()
        .isThrownBy(() -> ImageIndex.write(List.of(amd64, amd64), folder.resolve("no.tar")))
        .withMessageContaining("amd64.tar is one more image for")
        .withMessageContaining("\"amd64\"");
  }

  @Test
  void refusesImagesOfDifferentVersions() throws Exception {
    Path newer = image("arm64", "tocsin:1.2.4");

    assertThatIOException()
        .isThrownBy(() -> ImageIndex.write(List.of(amd64, newer), folder.resolve("no.tar")))
        .withMessageContaining("[tocsin:1.2.3, tocsin:1.2.4]");
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    Path missing = folder.resolve("missing.tar");
    Path text = Files.writeString(folder.resolve("text.tar"), "no tar file ".repeat(100));
    Path empty = Files.createFile(folder.resolve("empty.tar"));
    Path index = folder.resolve("index.tar");
    ImageIndex.write(List.of(amd64), index);
    Path damaged = folder.resolve("damaged.tar");
    Path layout = unpack(amd64);
    JsonNode named = JSON.readTree(layout.resolve("index.json").toFile()).at("/manifests/0");
    Files.writeString(file(layout, named), "{}");
    Tool.run(layout, List.of("tar", "-cf", damaged.toString(), "index.json", "blobs"));

    assertRefused(missing, "there is no file");
    assertRefused(text, "text.tar is no tar file");
    assertRefused(empty, "empty.tar is no OCI image of one platform");
    assertRefused(index, "index.tar is no OCI image of one platform");
    assertRefused(damaged, "damaged.tar is damaged");
  }

  private static void assertRefused(Path image, String message) {
    assertThatIOException()
        .isThrownBy(() -> ImageIndex.write(List.of(arm64, image), folder.resolve("no.tar")))
        .withMessageContaining(message);
  }

  private static Path image(String architecture, String name) throws Exception {
    Path place = Files.createDirectories(folder.resolve(name.replace(':', '-')));
    Path own = Files.writeString(place.resolve(architecture), architecture);
    Path shared = Files.writeString(place.resolve("shared"), "of both");
    Path tarball = place.resolve(architecture + ".tar");
    Jib.fromScratch()
        .setPlatforms(Set.of(new Platform(architecture, "linux")))
        .setFormat(ImageFormat.OCI)
        .addLayer(List.of(shared), "/")
        .addLayer(List.of(own), "/")
        .containerize(
            Containerizer.to(TarImage.at(tarball).named(name))
                .setBaseImageLayersCache(place.resolve("cache"))
                .setApplicationLayersCache(place.resolve("cache")));
    return tarball;
  }

  private static Path unpack(Path tarball) throws IOException {
    Path layout = Files.createTempDirectory(folder, "layout");
    Tool.run(layout, List.of("tar", "-xf", tarball.toString()));
    return layout;
  }

  private static JsonNode blob(Path layout, JsonNode descriptor) throws IOException {
    return JSON.readTree(file(layout, descriptor).toFile());
  }

  private static Path file(Path layout, JsonNode descriptor) {
    return layout.resolve("blobs").resolve(descriptor.get("digest").asText().replace(':', '/'));
  }
}
