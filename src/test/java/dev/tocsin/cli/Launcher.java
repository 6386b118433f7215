package dev.tocsin.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A build folder as {@code make build} leaves it, over the classes that are being tested. */
final class Launcher {
  private Launcher() {}

  /**
   * Makes it.
   *
   * @return the folder to put on the PATH
   */
  static Path in(Path folder) throws IOException {
    Path target = Files.createDirectories(folder.resolve("target"));
    classPath(Files.createDirectories(target.resolve("lib")).resolve("all.jar"));
    Files.createDirectories(folder.resolve(".mvn"));
    executable(Path.of(".mvn/find-jdk"), folder.resolve(".mvn/find-jdk"));
    executable(Path.of("src/main/sh/tocsin"), target.resolve("tocsin"));
    Files.createSymbolicLink(target.resolve("kubectl-tocsin"), Path.of("tocsin"));
    Files.createSymbolicLink(target.resolve("kubectl_complete-tocsin"), Path.of("tocsin"));
    return target;
  }

  /** A jar that holds nothing and names all that this JVM has. */
  private static void classPath(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  private static void executable(Path from, Path to) throws IOException {
    Files.copy(from, to);
    if (!to.toFile().setExecutable(true)) {
      throw new IOException(to + " cannot be made executable");
    }
  }
}
