package dev.tocsin.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A jar of a folder that is the same for the same files: sorted, with one time for all. */
public final class ApplicationJar {
  private ApplicationJar() {}

  public static void pack(Path classes, Path jar) throws IOException {
    pack(classes, Collections.emptySortedMap(), jar);
  }

  /**
   * @param more files besides, by their names
   */
  static void pack(Path classes, SortedMap<String, byte[]> more, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      for (Path file : files) {
        begin(classes.relativize(file).toString(), packed);
        Files.copy(file, packed);
      }
      for (Map.Entry<String, byte[]> file : more.entrySet()) {
        begin(file.getKey(), packed);
        packed.write(file.getValue());
      }
    }
  }

  private static void begin(String name, JarOutputStream packed) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    packed.putNextEntry(entry);
  }
}
