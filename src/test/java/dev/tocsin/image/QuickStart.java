package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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

  /** The archive that any command can start from; the launcher knows who starts from another. */
  static final String ALL = "tocsin";

  private static final String JAR = "tocsin.jar";
  private static final String LISTS = "lists";

  private QuickStart() {}

  /**
   * @param arguments the build folder, with {@code classes} and {@code lib}
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    pack(folder.resolve("classes"), folder);
    archive(folder, Training.lists(folder, java(folder)));
  }

  /**
   * The program and its flags, up to the name of a command, for processes that tests start: they
   * run the classes that are tested, from an archive that is made once.
   */
  public static List<String> launcher() throws IOException {
    Path folder = forTests();
    List<String> launcher = java(folder);
    launcher.add(1, "-XX:SharedArchiveFile=" + folder.resolve(archive(ALL)));
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
          Path lists = Files.createDirectory(folder.resolve(LISTS));
          Map<String, Collection<String>> trained = Training.lists(folder, java(folder));
          for (Map.Entry<String, Collection<String>> list : trained.entrySet()) {
            Files.write(lists.resolve(list.getKey()), list.getValue());
          }
          trained.keySet().retainAll(Set.of(ALL));
          archive(folder, trained);
        });
  }

  /** Class lists by the names of their archives: finding them takes longer than making these. */
  static Map<String, Collection<String>> listsForTests() throws IOException {
    Map<String, Collection<String>> lists = new HashMap<>();
    try (Stream<Path> files = Files.list(forTests().resolve(LISTS))) {
      for (Path list : files.toList()) {
        lists.put(list.getFileName().toString(), Files.readAllLines(list));
      }
    }
    return lists;
  }

  static String archive(String name) {
    return name + ".jsa";
  }

  static void pack(Path classes, Path folder) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, archive("*"))) {
      for (Path archive : old) {
        Files.delete(archive);
      }
    }
    ApplicationJar.pack(classes, ModernClasses.of(picocli(folder)), folder.resolve(JAR));
  }

  /** The one library of old classes that short commands use. */
  private static Path picocli(Path folder) throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder.resolve("lib"), "picocli-*.jar")) {
      return found.iterator().next();
    }
  }

  /**
   * @param folder with the jar and {@code lib}
   * @param lists of classes, by the names of the archives that are made of them
   */
  static void archive(Path folder, Map<String, Collection<String>> lists) throws IOException {
    for (Map.Entry<String, Collection<String>> list : lists.entrySet()) {
      String archive = folder.resolve(archive(list.getKey())).toString();
      if (list.getKey().equals(ALL)) {
        ClassArchive.write(folder, java(folder), list.getValue(), archive);
      } else {
        ClassArchive.writeLinked(folder, java(folder), list.getValue(), archive);
      }
    }
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
