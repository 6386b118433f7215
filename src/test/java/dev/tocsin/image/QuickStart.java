package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The end of {@code make build}: what lets {@code target/tocsin} start at once. The launcher runs
 * without it too, and does when it does not fit.
 */
public final class QuickStart {
  /** As in the launcher: the archive fits no others. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private static final String JAR = "tocsin.jar";
  private static final String ARCHIVE = "tocsin.jsa";
  private static final String LIST = "classes.list";

  private QuickStart() {}

  /**
   * @param arguments the build folder, with {@code classes} and {@code lib}
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    pack(folder.resolve("classes"), folder);
    archive(folder, Training.all(folder, java(folder)));
  }

  /**
   * The program and its flags, up to the name of a command, for processes that tests start: they
   * run the classes that are tested, from an archive that is made once.
   */
  public static List<String> launcher() throws IOException {
    Path folder = forTests();
    List<String> launcher = java(folder);
    launcher.add(1, "-XX:SharedArchiveFile=" + folder.resolve(ARCHIVE));
    launcher.add(RootFilesystem.MAIN_CLASS);
    return launcher;
  }

  private static Path forTests() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    return OncePerRun.folder(
        "start",
        folder -> {
          Files.createSymbolicLink(folder.resolve("lib"), target.resolve("lib"));
          pack(target.resolve("classes"), folder);
          Files.write(folder.resolve(LIST), Training.all(folder, java(folder)));
          archive(folder, listForTests(folder));
        });
  }

  /** The classes that are worth an archive: finding them takes longer than making one. */
  static List<String> listForTests() throws IOException {
    return listForTests(forTests());
  }

  private static List<String> listForTests(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve(LIST));
  }

  static void pack(Path classes, Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(ARCHIVE));
    ApplicationJar.pack(classes, folder.resolve(JAR));
  }

  /**
   * @param folder with the jar and {@code lib}
   */
  static void archive(Path folder, Collection<String> classes) throws IOException {
    ClassArchive.write(folder, java(folder), classes, folder.resolve(ARCHIVE).toString());
  }

  private static List<String> java(Path folder) {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    java.addAll(FLAGS);
    java.add("-cp");
    java.add(folder.resolve(JAR) + ":" + folder.resolve("lib/*"));
    return java;
  }
}
