package dev.tocsin.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image for a processor that is not here, of small stand-ins for runtime and C library. */
class ForeignImageTest {
  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  private static Map<String, byte[]> unpack(TarArchiveInputStream in) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      if (!entry.isDirectory()) {
        files.put(entry.getName() + (entry.getMode() % 2 == 1 ? "*" : ""), in.readAllBytes());
      }
    }
    return files;
  }

  private String write(Path tarball, String work) throws IOException {
    return ForeignImage.write(
        Architecture.ARM64,
        new ForeignImage.Parts(
            folder.resolve("runtime"),
            folder.resolve("system"),
            folder.resolve("classes"),
            folder.resolve("lib")),
        "1.2.3",
        "0f1e2d",
        Instant.parse("2026-11-24T12:00:00Z"),
        folder.resolve(work),
        tarball);
  }

  @Test
  void itIsOfThatProcessorAndHasItsRuntimeAndCLibrary() throws IOException {
    file("runtime/bin/java");
    file("runtime/bin/keytool");
    file("runtime/lib/modules");
    file("system/lib/ld-linux-aarch64.so.1");
    file("system/lib/aarch64-linux-gnu/libc.so.6");
    file("system/usr/lib/aarch64-linux-gnu/gconv/BIG5.so");
    file("classes/dev/tocsin/Some.class");
    file("lib/cel.jar");
    netty(folder.resolve("lib/grpc-netty-shaded-1.jar"));
    Path tarball = folder.resolve("other.tar");
    String digest = write(tarball, "work");
    assertThat(write(folder.resolve("again.tar"), "work2")).isEqualTo(digest);

    Path index = folder.resolve("index.tar");
    String first = ImageIndex.write(List.of(tarball), index);
    assertThat(first).startsWith("sha256:");
    Map<String, byte[]> blobs = unpack(new TarArchiveInputStream(Files.newInputStream(index)));
    JsonNode manifest = blob(blobs, digest);
    JsonNode config = blob(blobs, manifest.at("/config/digest").asText());
    assertThat(config.path("architecture").asText()).isEqualTo("arm64");
    assertThat(config.at("/config/Entrypoint").toString())
        .contains("/opt/java/bin/java", "/app/tocsin.jar:/app/lib/cel.jar:")
        .doesNotContain("SharedArchiveFile");
    Map<String, byte[]> files = new TreeMap<>();
    for (JsonNode layer : manifest.path("layers")) {
      byte[] content = bytes(blobs, layer.path("digest").asText());
      files.putAll(
          unpack(
              new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(content)))));
    }
    assertThat(files)
        .containsOnlyKeys(
            "app/lib/cel.jar",
            "app/lib/grpc-netty-shaded-1.jar",
            "app/native/libtls_linux_aarch_64.so",
            "app/tocsin",
            "app/tocsin.jar",
            "etc/group",
            "etc/nsswitch.conf",
            "etc/passwd",
            "lib/aarch64-linux-gnu/libc.so.6*",
            "lib/ld-linux-aarch64.so.1*",
            "opt/java/bin/java*",
            "opt/java/lib/modules");
  }

  /** It has libraries for all processors. */
  private static void netty(Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String processor : List.of("x86_64", "aarch_64")) {
        zip.putNextEntry(new ZipEntry("META-INF/native/libtls_linux_" + processor + ".so"));
      }
    }
  }

  private JsonNode blob(Map<String, byte[]> blobs, String digest) throws IOException {
    return json.readTree(bytes(blobs, digest));
  }

  private static byte[] bytes(Map<String, byte[]> blobs, String digest) {
    byte[] content = blobs.get("blobs/" + digest.replace(':', '/'));
    if (content == null) {
      throw new AssertionError("no " + digest + " in " + blobs.keySet());
    }
    return content;
  }
}
