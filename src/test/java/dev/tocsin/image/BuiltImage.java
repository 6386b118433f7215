package dev.tocsin.image;

import dev.tocsin.cluster.MissingTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The image of what was compiled, built and unpacked once for all tests of a run.
 *
 * @param digest of its manifest
 */
public record BuiltImage(Path place, String digest, UnpackedImage unpacked) {
  static final ImageTarball.Labels LABELS =
      new ImageTarball.Labels("1.2.3", "0f1e2d", Instant.parse("2026-11-24T12:00:00Z"));

  /** Builds it, in half a minute, unless it is there; skips the test for those who are not root. */
  public static BuiltImage orSkip() throws IOException {
    if (!Tool.run(Path.of("target"), List.of("id", "-u")).strip().equals("0")) {
      throw MissingTools.skip(
          "root", "Only root may lay out files of other users and change the root.");
    }
    Path made =
        OncePerRun.folder(
            "image",
            folder -> {
              Files.writeString(folder.resolve("digest"), build(folder.resolve("first")));
              UnpackedImage.unpack(folder.resolve("first/tocsin.tar"), folder.resolve("unpacked"));
            });
    return new BuiltImage(
        made.resolve("first"),
        Files.readString(made.resolve("digest")),
        UnpackedImage.in(made.resolve("unpacked")));
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
