package dev.tocsin.release;

import dev.tocsin.image.JavaRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command line for one platform: launcher, jars, and a Java runtime where there is one. */
final class CommandArchive {
  private CommandArchive() {}

  /**
   * @param jar Tocsin's own classes
   * @param libraries the folder of the jars it runs with
   * @param runtime the home of a Java runtime for that platform; null: the archive has none
   */
  static void write(Path jar, Path libraries, @Nullable Path runtime, Path archive)
      throws IOException {
    TarGz packed = new TarGz();
    packed.file("tocsin/LICENSE", Path.of("LICENSE"), false);
    packed.file("tocsin/bin/tocsin", Path.of("src/main/sh/tocsin"), true);
    packed.link("tocsin/bin/kubectl-tocsin", "tocsin");
    packed.link("tocsin/bin/kubectl_complete-tocsin", "tocsin");
    packed.file("tocsin/lib/tocsin.jar", jar, false);
    for (Path library : files(libraries)) {
      packed.file("tocsin/lib/" + library.getFileName(), library, false);
    }
    if (runtime != null) {
      for (Path name : JavaRuntime.needed(runtime)) {
        packed.file("tocsin/runtime/" + name, runtime.resolve(name), JavaRuntime.isProgram(name));
      }
    }
    packed.write(archive);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
