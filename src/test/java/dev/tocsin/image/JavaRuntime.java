package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The part of the JDK that Tocsin needs, made with jlink for the machine that builds. */
public final class JavaRuntime {

  /** What the libraries name without need is left out; a test holds this list to the classes. */
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.security.sasl",
          "java.xml",
          "jdk.management",
          "jdk.unsupported");

  /** Folders of a runtime that was made elsewhere which nothing of Tocsin runs or reads. */
  private static final List<String> NOT_NEEDED = List.of("include", "man", "demo");

  private JavaRuntime() {}

  /**
   * What is taken of a runtime that was made elsewhere: of its programs only java.
   *
   * @return paths relative to its home, sorted
   */
  public static List<Path> needed(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .map(home::relativize)
          .filter(name -> !NOT_NEEDED.contains(name.getName(0).toString()))
          .filter(name -> !name.startsWith("bin") || name.endsWith("java"))
          .sorted()
          .toList();
    }
  }

  /**
   * Whether a file is one that runs: one that was unpacked does not say so.
   *
   * @param name relative to the runtime's home
   */
  public static boolean isProgram(Path name) {
    return name.startsWith("bin") || name.endsWith("lib/jspawnhelper");
  }

  /**
   * @param jdk the home of the JDK to take it from
   * @param home where it goes; must not be there yet
   */
  public static void link(Path jdk, Path home) throws IOException {
    // Not --strip-debug, which needs objcopy: the libraries of a JDK are stripped, and what was
    // stripped from them lies beside them in some distributions.
    // Not compressed: layers are, and classes that are read at a start need not be unpacked.
    Tool.run(
        jdk,
        List.of(
            jdk.resolve("bin/jlink").toString(),
            "--add-modules",
            String.join(",", MODULES),
            "--strip-java-debug-attributes",
            "--exclude-files",
            "**.debuginfo",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-0",
            "--output",
            home.toAbsolutePath().toString()));
    try (Stream<Path> programs = Files.list(home.resolve("bin"))) {
      for (Path program : programs.toList()) {
        if (!program.endsWith("java")) {
          Files.delete(program);
        }
      }
    }
  }
}
