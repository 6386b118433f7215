package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Shared libraries: those that jars carry, and those of this machine that all of them need. */
final class NativeLibraries {
  private static final String FOLDER_IN_JARS = "META-INF/native/";

  /** A line of ldd: {@code libc.so.6 => /lib/libc.so.6 (0x7f)}, or the loader's own. */
  private static final Pattern FOUND = Pattern.compile("(?m)^\\s+(?:\\S+ => )?(/\\S+) \\(0x");

  private NativeLibraries() {}

  /**
   * Unpacks Netty's libraries for Linux on that processor. It would unpack them at each start, into
   * a folder that it may write to, and the image has none.
   */
  static void unpack(Path jar, Path folder, Architecture architecture) throws IOException {
    String suffix = architecture.netty() + ".so";
    Files.createDirectories(folder);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(e -> e.getName().startsWith(FOLDER_IN_JARS) && e.getName().endsWith(suffix))
              .toList();
      if (entries.isEmpty()) {
        throw new IOException(jar + " has no libraries " + FOLDER_IN_JARS + "*" + suffix);
      }
      for (ZipEntry entry : entries) {
        Files.copy(
            zip.getInputStream(entry),
            folder.resolve(entry.getName().substring(FOLDER_IN_JARS.length())));
      }
    }
  }

  /** The files of this machine that the programs and libraries below {@code root} are linked to. */
  static Set<Path> neededBelow(Path root) throws IOException {
    Set<Path> needed = new TreeSet<>();
    List<Path> linked;
    try (Stream<Path> files = Files.walk(root)) {
      linked =
          files
              .filter(f -> f.toString().endsWith(".so") || f.endsWith("bin/java"))
              .sorted()
              .toList();
    }
    for (Path file : linked) {
      String answer = Tool.run(root, List.of("ldd", file.toString()));
      FOUND
          .matcher(answer)
          .results()
          .map(found -> Path.of(found.group(1)).normalize())
          .filter(path -> !path.startsWith(root))
          .forEach(needed::add);
    }
    return needed;
  }
}
