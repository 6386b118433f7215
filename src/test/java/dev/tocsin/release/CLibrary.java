package dev.tocsin.release;

import dev.tocsin.image.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The C library of Debian for another processor. apt fetches it, and checks it by Debian's
 * signatures, with lists of its own, so that nothing changes on the machine that builds.
 */
final class CLibrary {
  private CLibrary() {}

  /**
   * Downloads and unpacks it.
   *
   * @param architecture as Debian names it
   * @return the package; what is in it is in the folder {@code files} beside it
   */
  static Path fetch(String architecture, Path folder) throws IOException {
    Path place = Files.createDirectories(folder).toAbsolutePath();
    Files.createDirectories(place.resolve("lists/partial"));
    Files.createDirectories(place.resolve("cache/archives/partial"));
    apt(architecture, place, "update");
    apt(architecture, place, "download", "libc6");
    Path archive;
    try (Stream<Path> files = Files.list(place)) {
      archive =
          files
              .filter(file -> file.toString().endsWith(".deb"))
              .findFirst()
              .orElseThrow(() -> new IOException("apt left no libc6 for " + architecture));
    }
    Tool.run(place, List.of("dpkg-deb", "-x", archive.toString(), files(archive).toString()));
    return archive;
  }

  /** Where a package is unpacked. */
  static Path files(Path archive) {
    return archive.resolveSibling("files");
  }

  private static void apt(String architecture, Path place, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "apt-get",
                "--quiet=2",
                "-o=APT::Architecture=" + architecture,
                "-o=APT::Architectures=" + architecture,
                "-o=APT::Sandbox::User=root",
                "-o=Dir::State::lists=" + place.resolve("lists"),
                "-o=Dir::Cache=" + place.resolve("cache")));
    command.addAll(List.of(arguments));
    Tool.run(place, command);
  }
}
