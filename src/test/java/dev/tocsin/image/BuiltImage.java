package dev.tocsin.image;

import dev.tocsin.cluster.MissingTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image of what was compiled, built and unpacked once for all tests of a JVM.
 *
 * @param digest of its manifest
 */
public record BuiltImage(String digest, UnpackedImage unpacked) {
  /** Of this JVM alone: Surefire runs several at a time. */
  private static final Path FOLDER =
      Path.of("target/test-image", System.getProperty("tocsin.test.jvm", "alone"));

  static final ImageTarball.Labels LABELS =
      new ImageTarball.Labels("1.2.3", "0f1e2d", Instant.parse("2026-11-24T12:00:00Z"));

  private static @Nullable BuiltImage built;

  /** Builds it, in half a minute, unless it is there; skips the test for those who are not root. */
  public static synchronized BuiltImage orSkip() throws IOException {
    if (built == null) {
      Files.createDirectories(FOLDER);
      if (!Tool.run(FOLDER, List.of("id", "-u")).strip().equals("0")) {
        throw MissingTools.skip(
            "root", "Only root may lay out files of other users and change the root.");
      }
      Tool.run(FOLDER, List.of("rm", "-rf", "first", "unpacked"));
      String digest = build(FOLDER.resolve("first"));
      built =
          new BuiltImage(
              digest,
              UnpackedImage.of(FOLDER.resolve("first/tocsin.tar"), FOLDER.resolve("unpacked")));
    }
    return built;
  }

  /**
   * One more build.
   *
   * @return the digest of its manifest
   */
  static String build(Path place) throws IOException {
    RootFilesystem files = ImageBuild.assemble(place.resolve("root"));
    return ImageTarball.write(
        files, ImageTarball.SCRATCH, LABELS, place.resolve("cache"), place.resolve("tocsin.tar"));
  }
}
