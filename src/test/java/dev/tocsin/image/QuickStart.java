package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of {@code make build}: what lets {@code target/tocsin} start at once. The launcher runs
 * without it too, and does when it does not fit.
 */
final class QuickStart {
  /** As in the launcher: the archive fits no others. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private QuickStart() {}

  /**
   * @param arguments the build folder, with {@code classes} and {@code lib}
   */
  public static void main(String[] arguments) throws IOException {
    make(Path.of(arguments[0]).toAbsolutePath());
  }

  static void make(Path folder) throws IOException {
    Path archive = folder.resolve("tocsin.jsa");
    Path jar = folder.resolve("tocsin.jar");
    Files.deleteIfExists(archive);
    ApplicationJar.pack(folder.resolve("classes"), jar);
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    java.addAll(FLAGS);
    java.add("-cp");
    java.add(jar + ":" + folder.resolve("lib/*"));
    ClassArchive.write(folder, java, Training.all(folder, java), archive.toString());
  }
}
