package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Classes read, checked and laid out before the start (JEP 310, the ground of AOT caches).
 *
 * <p>Not an AOT cache of JEP 514: that also keeps what the compiler learned, which is another at
 * each training, and linked classes, whose archived heap differs from dump to dump; the image would
 * have another digest at each build. The archive of a sorted list of classes is the same byte for
 * byte, wherever it is built: the class path is relative to the root, and the JVM compares only
 * what follows the common beginning.
 */
final class ClassArchive {
  /** Loaded only when a thread had to wait for another, which is chance. */
  private static final Pattern BY_CHANCE =
      Pattern.compile(
          "java/util/concurrent/(locks/AbstractQueuedSynchronizer\\$\\w*Node"
              + "|ConcurrentHashMap\\$CounterCell|atomic/Striped64\\$Cell)");

  private ClassArchive() {}

  /**
   * @param root the root of the image's files
   * @param flags the JVM's flags in the image, without those that name the archive
   * @param classPath absolute in the image
   * @param archive where it goes, absolute in the image
   */
  static void write(Path root, List<String> flags, List<String> classPath, String archive)
      throws IOException {
    String relative =
        classPath.stream().map(jar -> jar.substring(1)).collect(Collectors.joining(":"));
    Path trained = Files.createTempFile("tocsin", ".classes");
    Path sorted = Files.createTempFile("tocsin", ".classes");
    try {
      Tool.run(
          root,
          java(
              flags,
              List.of("-Xshare:auto", "-XX:DumpLoadedClassList=" + trained, "-cp", relative),
              training()));
      Files.write(sorted, stable(trained));
      Tool.run(
          root,
          java(
              flags,
              List.of(
                  "-Xshare:dump",
                  "-XX:SharedClassListFile=" + sorted,
                  "-XX:SharedArchiveFile=" + archive.substring(1),
                  "-cp",
                  relative),
              List.of()));
    } finally {
      Files.delete(trained);
      Files.delete(sorted);
    }
  }

  private static List<String> training() {
    return List.of(
        RootFilesystem.MAIN_CLASS,
        "replay",
        "--policies",
        Path.of("config/samples").toAbsolutePath().toString(),
        "--pods",
        Path.of("src/test/resources/events/pods.json").toAbsolutePath().toString(),
        "--events",
        Path.of("src/test/resources/events/recordings/03-nsenter-escape-agent.pb.gz")
            .toAbsolutePath()
            .toString(),
        "-o",
        "table");
  }

  private static List<String> java(List<String> flags, List<String> more, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add("." + RootFilesystem.JAVA);
    command.addAll(flags);
    command.addAll(more);
    command.addAll(arguments);
    return command;
  }

  /** Without what depends on the run: numbers, order, and what methods had been resolved. */
  private static List<String> stable(Path trained) throws IOException {
    try (Stream<String> lines = Files.lines(trained)) {
      return List.copyOf(
          lines
              .filter(line -> !line.startsWith("#") && !line.startsWith("@cp "))
              .filter(line -> !line.contains(" source: "))
              .map(line -> line.replaceFirst(" id: .*", ""))
              .filter(line -> !BY_CHANCE.matcher(line).matches())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }
}
