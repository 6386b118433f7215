package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Classes read, checked and laid out before the start (JEP 310, the ground of AOT caches).
 *
 * <p>Not an AOT cache of JEP 514: that also keeps what the compiler learned, which is another at
 * each training, and linked classes, whose archived heap differs from dump to dump; the image would
 * have another digest at each build. The archive of a sorted list of classes is the same byte for
 * byte, wherever it is built: the class path is relative, and the JVM compares only what follows
 * the common beginning.
 */
final class ClassArchive {
  private ClassArchive() {}

  /**
   * @param folder where Java runs, and what the other paths may be relative to
   * @param java the program, those of its flags that decide whether an archive fits, and the class
   *     path of jars
   * @param classes a class list
   * @param archive where it goes
   */
  static void write(Path folder, List<String> java, Collection<String> classes, String archive)
      throws IOException {
    write(folder, java, List.of(), classes, archive);
  }

  /**
   * As above, with the classes linked (JEP 483): all of them are there when the JVM has started, so
   * an archive is for commands that use most of it. Another one at each dump.
   */
  static void writeLinked(
      Path folder, List<String> java, Collection<String> classes, String archive)
      throws IOException {
    write(folder, java, List.of("-XX:+AOTClassLinking"), classes, archive);
  }

  private static void write(
      Path folder,
      List<String> java,
      List<String> flags,
      Collection<String> classes,
      String archive)
      throws IOException {
    Path list = Files.createTempFile("tocsin", ".classes");
    try {
      Files.write(list, classes);
      List<String> dump = new ArrayList<>(java);
      dump.addAll(flags);
      dump.add("-Xshare:dump");
      dump.add("-XX:SharedClassListFile=" + list);
      dump.add("-XX:SharedArchiveFile=" + archive);
      Tool.run(folder, dump);
    } finally {
      Files.delete(list);
    }
  }
}
