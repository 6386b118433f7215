package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** An image for another processor than that of the machine that builds it. */
public final class ForeignImage {
  private ForeignImage() {}

  /**
   * What it is made of.
   *
   * @param runtime the home of a Java runtime for that processor
   * @param system the folder in which the C library's package for it is unpacked
   * @param classes of Tocsin
   * @param libraries that it runs with
   */
  public record Parts(Path runtime, Path system, Path classes, Path libraries) {}

  /**
   * @param created the commit's time
   * @param work a folder for what is only needed meanwhile
   * @return the digest of the image's manifest
   */
  public static String write(
      Architecture architecture,
      Parts parts,
      String version,
      String revision,
      Instant created,
      Path work,
      Path tarball)
      throws IOException {
    RootFilesystem files =
        RootFilesystem.assembleForeign(
            architecture,
            parts.runtime(),
            parts.system(),
            parts.classes(),
            parts.libraries(),
            work.resolve("root"));
    return ImageTarball.write(
        files,
        ImageTarball.SCRATCH,
        new ImageTarball.Labels(version, revision, created),
        work.resolve("cache"),
        tarball);
  }
}
