package dev.tocsin.image;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code make image}: builds the image and its bill of materials, and says what they are. */
final class ImageBuild {
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final Path TARGET = Path.of("target");

  private ImageBuild() {}

  /**
   * @param arguments the base, the version, the commit and its time (ISO 8601)
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: ImageBuild BASE VERSION REVISION CREATED");
      System.exit(2);
    }
    ImageTarball.Labels labels =
        new ImageTarball.Labels(
            arguments[1], arguments[2], OffsetDateTime.parse(arguments[3]).toInstant());
    Path folder = TARGET.resolve("image");
    RootFilesystem files = assemble(folder.resolve("root"));
    Path tarball = folder.resolve("tocsin.tar");
    String digest =
        ImageTarball.write(files, arguments[0], labels, folder.resolve("cache"), tarball);
    Path bill = folder.resolve("tocsin.cdx.json");
    BillOfMaterials.write(TARGET.resolve("bom.json"), files, arguments[0], bill);
    PrintStream out = System.out;
    out.printf(
        "Built %s (%d MiB, linux/%s) and %s%n",
        tarball, Files.size(tarball) >> 20, Architecture.ofThisMachine().oci(), bill);
    out.println("tocsin:" + labels.version() + "@" + digest);
  }

  /** What was built, as the files of the image, in a folder that is made again. */
  static RootFilesystem assemble(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> old = Files.walk(root)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    checkLibraries(TARGET.resolve("lib"));
    return RootFilesystem.assemble(JDK, TARGET.resolve("classes"), TARGET.resolve("lib"), root);
  }

  /** Tests need not have run where an image is built. */
  private static void checkLibraries(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      List<String> complaints =
          LockedLibraries.stored().complaints(LockedLibraries.of(jars.toList()));
      if (!complaints.isEmpty()) {
        throw new IOException(
            "these libraries are not the ones that are locked (make lock): " + complaints);
      }
    }
  }
}
