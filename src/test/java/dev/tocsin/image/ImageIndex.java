package dev.tocsin.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.hash.Digests;
import com.google.cloud.tools.jib.image.json.OciIndexTemplate;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * {@code make image-index}: joins images of several architectures into one file. Each was built on
 * a machine of its architecture, since the build runs the Java that goes into the image. Jib joins
 * only images of the same layers, and only in a registry.
 */
public final class ImageIndex {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "org.opencontainers.image.ref.name";

  private ImageIndex() {}

  /**
   * @param arguments the file to write, then the images as {@link ImageBuild} leaves them
   */
  public static void main(String[] arguments) {
    if (arguments.length < 2) {
      System.err.println("usage: make image-index IMAGES=\"A.tar B.tar\"");
      System.exit(2);
    }
    Path tarball = Path.of(arguments[0]);
    List<Path> images = Arrays.stream(arguments).skip(1).map(Path::of).toList();
    try {
      System.out.println("Built " + tarball + "@" + write(images, tarball));
    } catch (IOException e) {
      System.err.println("no index was built: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * @return the digest of the index, the same whatever the order of the images
   */
  public static String write(List<Path> images, Path tarball) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    SortedMap<String, JsonNode> byPlatform = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>();
    for (Path file : images) {
      Image image = Image.read(file);
      JsonNode manifest = JSON.readTree(image.copy(image.descriptor(), files));
      JsonNode config = JSON.readTree(image.copy(manifest.path("config"), files));
      for (JsonNode layer : manifest.path("layers")) {
        image.copy(layer, files);
      }
      ObjectNode platform = JSON.createObjectNode();
      platform.set("architecture", config.path("architecture"));
      platform.set("os", config.path("os"));
      ObjectNode descriptor = image.descriptor().deepCopy();
      descriptor.remove("annotations");
      descriptor.set("platform", platform);
      if (byPlatform.put(platform.toString(), descriptor) != null) {
        throw new IOException(file + " is one more image for " + platform);
      }
      names.add(image.descriptor().path("annotations").path(NAME).asText());
    }
    if (names.size() != 1) {
      throw new IOException("the images must have one name and version, and have " + names);
    }
    ObjectNode index = index();
    index.withArray("/manifests").addAll(byPlatform.values());
    BlobDescriptor blob = descriptor(JSON.writeValueAsBytes(index));
    files.put(path(blob.getDigest().toString()), JSON.writeValueAsBytes(index));
    ObjectNode top = index();
    top.withArray("/manifests")
        .addObject()
        .put("mediaType", OciIndexTemplate.MEDIA_TYPE)
        .put("digest", blob.getDigest().toString())
        .put("size", blob.getSize())
        .putObject("annotations")
        .put(NAME, names.first());
    files.put("index.json", JSON.writeValueAsBytes(top));
    files.put(
        "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.US_ASCII));
    pack(files, tarball);
    return blob.getDigest().toString();
  }

  private static ObjectNode index() {
    return JSON.createObjectNode()
        .put("schemaVersion", 2)
        .put("mediaType", OciIndexTemplate.MEDIA_TYPE);
  }

  private static BlobDescriptor descriptor(byte[] content) throws IOException {
    return Digests.computeDigest(new ByteArrayInputStream(content));
  }

  private static String path(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }

  /** The same bytes for the same files: in their order, with one time, and nobody's name. */
  private static void pack(SortedMap<String, byte[]> files, Path tarball) throws IOException {
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tarball))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setModTime(FileTime.from(RootFilesystem.MODIFIED));
        entry.setUserName("");
        out.putArchiveEntry(entry);
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    }
  }

  /**
   * An image of one platform.
   *
   * @param files what is in its file, by path
   * @param descriptor of its manifest
   */
  private record Image(Path file, Map<String, byte[]> files, JsonNode descriptor) {

    static Image read(Path file) throws IOException {
      Map<String, byte[]> files = new HashMap<>();
      try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(file))) {
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          files.put(entry.getName(), in.readAllBytes());
        }
      } catch (NoSuchFileException e) {
        throw new IOException("there is no file " + file, e);
      } catch (IOException e) {
        throw new IOException(file + " is no tar file: " + e.getMessage(), e);
      }
      JsonNode manifests =
          JSON.readTree(files.getOrDefault("index.json", new byte[0])).path("manifests");
      JsonNode descriptor = manifests.path(0);
      if (manifests.size() != 1
          || !descriptor
              .path("mediaType")
              .asText()
              .equals(OciManifestTemplate.MANIFEST_MEDIA_TYPE)) {
        throw new IOException(file + " is no OCI image of one platform");
      }
      return new Image(file, files, descriptor);
    }

    /** A part of the image, also put into {@code target}, where another image may have put it. */
    byte[] copy(JsonNode part, Map<String, byte[]> target) throws IOException {
      String digest = part.path("digest").asText();
      byte[] content = files.get(path(digest));
      if (content == null
          || !ImageIndex.descriptor(content).getDigest().toString().equals(digest)) {
        throw new IOException(file + " is damaged: it must have " + digest);
      }
      target.put(path(digest), content);
      return content;
    }
  }
}
